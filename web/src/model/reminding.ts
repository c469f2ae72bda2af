import type { Id, Reminder, Todo } from "./row";
import { instantOf, parsed } from "./zone";

/** When somebody wants to be reminded of a todo, as instants in milliseconds since 1970. */

export interface Reminded {
  readonly todo: Id;
  readonly at: number;
}

/** A day alone has no moment; it is minded in the morning. */
const MORNING = 9 * 60;
const MINUTE_MS = 60_000;

export interface Reminding {
  /** Those behind `since` and not behind `now`, in their order. */
  readonly due: readonly Reminded[];
  /** The first behind `now`. */
  readonly next: number | undefined;
}

export function reminding(todos: Iterable<Todo>, zone: string, since: number, now: number): Reminding {
  const due: Reminded[] = [];
  let next: number | undefined;
  for (const todo of todos) {
    if (todo.reminders.length === 0 || todo.status !== "open" || todo.deleted_at !== null) continue;
    for (const reminder of todo.reminders) {
      const at = momentOf(reminder, todo, zone);
      if (at === undefined || at <= since) continue;
      if (at <= now) due.push({ todo: todo.id, at });
      else if (next === undefined || at < next) next = at;
    }
  }
  return { due: due.sort((a, b) => a.at - b.at), next };
}

/** Undefined of one before a due date that there is none of. */
function momentOf(reminder: Reminder, todo: Todo, zone: string): number | undefined {
  if ("at" in reminder) return instant(reminder.at, zone);
  if (todo.due === null) return undefined;
  return instant(todo.due, todo.due_zone ?? zone) - reminder.before_minutes * MINUTE_MS;
}

function instant(text: string, zone: string): number {
  const { day, minute = MORNING } = parsed(text);
  return instantOf(day, minute, zone);
}
