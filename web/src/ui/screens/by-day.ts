import type { Day } from "../../model/day";
import type { Todo } from "../../model/row";
import { dayIn } from "../../model/zone";

/** Completed todos by the day on which that was, in the order in which they come. */
export function byDay(todos: readonly Todo[], zone: string): [Day, Todo[]][] {
  const days = new Map<Day, Todo[]>();
  for (const todo of todos) {
    const day = dayIn(Date.parse(todo.completed_at ?? todo.updated_at), zone);
    const there = days.get(day);
    if (there) there.push(todo);
    else days.set(day, [todo]);
  }
  return [...days];
}
