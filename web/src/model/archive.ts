import type { Instant } from "./row";

/** What an export holds, to be seen before it is taken in; docs/export.md has the format. */
export interface Preview {
  readonly exportedAt: Instant | null;
  readonly name: string | null;
  readonly open: number;
  readonly done: number;
  readonly trashed: number;
  readonly lists: number;
  readonly sections: number;
  readonly tags: number;
  readonly filters: number;
  readonly history: number;
}

/** Why a file cannot be taken in, where that can be told without the server, and the place in it. */
export type Wrong =
  | { readonly why: "cut_off" | "not_ours" }
  | { readonly why: "not_json"; readonly line: number | undefined }
  | { readonly why: "version"; readonly version: string }
  | { readonly why: "required" | "invalid"; readonly field: string };

type Read = { readonly preview: Preview } | { readonly wrong: Wrong };
type Row = Readonly<Record<string, unknown>>;

const FORMAT = "aws-scalable-todo-app";
const VERSION = 1;

/** What people see of a row must be there; of all else the server says what is wrong with it. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  list: ["id", "name"],
  section: ["id", "name", "list"],
  tag: ["id", "name"],
  filter: ["id", "name", "query"],
  todo: ["id", "title", "status"],
  history: ["id"],
};

export function readArchive(text: string): Read {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return { wrong: unreadable(text, String(error)) };
  }
  if (!isRow(file) || file["format"] !== FORMAT) return { wrong: { why: "not_ours" } };
  if (file["version"] !== VERSION) return { wrong: { why: "version", version: String(file["version"]) } };
  const wrong = wrongIn(file);
  return wrong ? { wrong } : { preview: previewOf(file) };
}

/** What begins as an export and does not end as one was not downloaded whole. */
function unreadable(text: string, error: string): Wrong {
  const isCut = /^\s*\{/.test(text) && text.includes(FORMAT) && !text.trimEnd().endsWith("}");
  return isCut ? { why: "cut_off" } : { why: "not_json", line: lineOf(text, error) };
}

/** Browsers name the place in their own way, if they do. */
function lineOf(text: string, error: string): number | undefined {
  const line = /line (\d+)/.exec(error)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(error)?.[1];
  return position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length;
}

function wrongIn(file: Row): Wrong | undefined {
  if (file["account"] === undefined) return { why: "required", field: "account" };
  if (!isRow(file["account"])) return { why: "invalid", field: "account" };
  for (const [kind, needed] of Object.entries(NEEDED)) {
    const rows = file[kind] ?? [];
    if (!Array.isArray(rows)) return { why: "invalid", field: kind };
    for (const [number, row] of rows.entries()) {
      const wrong = wrongRow(row, needed, `${kind}.${String(number)}`);
      if (wrong) return wrong;
    }
  }
  return undefined;
}

function wrongRow(row: unknown, needed: readonly string[], place: string): Wrong | undefined {
  if (!isRow(row)) return { why: "invalid", field: place };
  for (const name of needed) {
    if (row[name] === undefined) return { why: "required", field: `${place}.${name}` };
    if (typeof row[name] !== "string" || row[name] === "") return { why: "invalid", field: `${place}.${name}` };
  }
  return undefined;
}

function previewOf(file: Row): Preview {
  const { name } = file["account"] as Row;
  const rows = (kind: string) => (file[kind] ?? []) as readonly Row[];
  const kept = (kind: string) => rows(kind).filter((row) => row["deleted_at"] == null);
  const todos = kept("todo");
  const open = todos.filter(({ status }) => status === "open").length;
  const all = ["list", "section", "tag", "filter", "todo"];
  return {
    exportedAt: typeof file["exported_at"] === "string" ? file["exported_at"] : null,
    name: typeof name === "string" ? name : null,
    open,
    done: todos.length - open,
    trashed: all.reduce((sum, kind) => sum + rows(kind).length - kept(kind).length, 0),
    lists: kept("list").length,
    sections: kept("section").length,
    tags: kept("tag").length,
    filters: kept("filter").length,
    history: rows("history").length,
  };
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
