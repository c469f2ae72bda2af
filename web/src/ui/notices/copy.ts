import type { TodoFields } from "../../model/mutation";
import type { Todo } from "../../model/row";
import type { Tables } from "../../model/table";
import type { Refused } from "../../storage/refused";

/** What of a refused change can be kept as a todo of its own: what the person wrote, not where it was to go. */

const KEPT = [
  "notes",
  "due",
  "deadline",
  "priority",
  "duration_minutes",
] as const satisfies readonly (keyof TodoFields)[];

export type Copy = { readonly title: string } & Partial<Pick<TodoFields, (typeof KEPT)[number]>>;

export function copyOf(refused: Refused, rows: Tables): Copy | undefined {
  const { mutation, row } = refused;
  if (mutation.name !== "todo.create" && mutation.name !== "todo.patch") return undefined;
  const before = (row ?? rows.todo.get(mutation.args.id) ?? {}) as Partial<Todo>;
  const all = { ...before, ...mutation.args };
  const fields = KEPT.filter((name) => all[name] !== undefined && all[name] !== null).map((name) => [name, all[name]]);
  return { title: titleOf(refused, rows) ?? "…", ...(Object.fromEntries(fields) as Partial<Copy>) };
}

export function titleOf({ mutation, row }: Refused, rows: Tables): string | undefined {
  const args = mutation.args as Readonly<Record<string, unknown>>;
  const id = typeof args["id"] === "string" ? args["id"] : "";
  const names = [args["title"], args["name"], row?.["title"], row?.["name"], rows.todo.get(id)?.title];
  return names.find((it): it is string => typeof it === "string" && it !== "");
}
