import type { Day } from "./day";
import { byDue, dueDay, dueUntil, type Now } from "./queries";
import type { Todo } from "./row";
import type { Tables } from "./table";

export interface DayPage {
  readonly day: Day;
  readonly todos: readonly Todo[];
}

/** Days that have todos due, from `from` on and before `until`, each with them. */
export function upcoming(rows: Tables, now: Now, from: Day, until: Day): DayPage[] {
  const days = new Map<Day, Todo[]>();
  for (const todo of dueUntil(rows, until, from)) {
    const day = dueDay(todo, now.zone);
    if (day < from || day >= until) continue;
    const found = days.get(day);
    if (found) found.push(todo);
    else days.set(day, [todo]);
  }
  return [...days].sort(([one], [other]) => one - other).map(([day, todos]) => ({ day, todos: todos.sort(byDue) }));
}
