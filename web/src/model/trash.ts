import type { Id } from "./row";
import type { Tables } from "./table";

export interface Trashed {
  readonly kind: "todo" | "list" | "section" | "tag" | "filter";
  readonly id: Id;
  readonly title: string;
  readonly deleted_at: string;
}

/** What was thrown away itself, the last first: not what went along with it. */
export function trash(rows: Tables): Trashed[] {
  const isAlong = (
    { deleted_at }: { deleted_at: string | null },
    ...within: ({ deleted_at: string | null } | undefined)[]
  ) => within.some((row) => row?.deleted_at === deleted_at);
  const of = (id: Id | null, kind: "todo" | "list" | "section") => (id === null ? undefined : rows[kind].get(id));
  const todos = rows.todo
    .inOrder()
    .filter((it) => !isAlong(it, of(it.parent, "todo"), of(it.section, "section"), of(it.list, "list")));
  const found: Trashed[] = [];
  const add = (kind: Trashed["kind"], id: Id, title: string, deleted_at: string | null) => {
    if (deleted_at !== null) found.push({ kind, id, title, deleted_at });
  };
  for (const it of todos) add("todo", it.id, it.title, it.deleted_at);
  for (const it of rows.list.inOrder())
    if (!isAlong(it, of(it.parent, "list"))) add("list", it.id, it.name, it.deleted_at);
  for (const it of rows.section.inOrder())
    if (!isAlong(it, of(it.list, "list"))) add("section", it.id, it.name, it.deleted_at);
  for (const it of rows.tag.inOrder()) add("tag", it.id, it.name, it.deleted_at);
  for (const it of rows.filter.inOrder()) add("filter", it.id, it.name, it.deleted_at);
  return found.sort((one, other) => (one.deleted_at < other.deleted_at ? 1 : -1));
}
