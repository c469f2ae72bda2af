import type { Id, Instant, Todo } from "../../model/row";

/** An entry of `GET /todo/{id}/history`. */
export interface Happened {
  readonly id: Id;
  readonly mutation: Id;
  readonly undoes: Id | null;
  readonly action: string;
  readonly at: Instant;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly before: Partial<Todo> | null;
  readonly after: Partial<Todo> | null;
  /** What a later action had set already. */
  readonly lost: Partial<Todo> | null;
}

/** What people see of a todo, in the order of the panel. */
export const SHOWN = [
  "title",
  "notes",
  "due",
  "recurrence",
  "list",
  "section",
  "parent",
  "priority",
  "tags",
  "start",
  "deadline",
  "duration_minutes",
  "reminders",
  "status",
] as const satisfies readonly (keyof Todo)[];

export type Shown = (typeof SHOWN)[number];
