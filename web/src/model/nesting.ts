import type { Wish } from "./mutation";
import { between } from "./position";
import type { Id, Todo } from "./row";
import type { Tables } from "./table";

type Patching = Extract<Wish, { name: "todo.patch" }>;

/** Todos within todos: what is a part of what, and what stands right behind what. */

/** Whether it is the todo, or a part of it. */
export function isWithin({ todo }: Tables, it: Todo, id: Id): boolean {
  for (let at: Todo | undefined = it; at; at = at.parent === null ? undefined : todo.get(at.parent)) {
    if (at.id === id) return true;
  }
  return false;
}

/** The position right behind the todo, ahead of what comes next in the same place. */
export function positionBehind({ todo: table }: Tables, todo: Todo): string {
  const isNext = (it: Todo) =>
    it.position > todo.position &&
    it.deleted_at === null &&
    it.list === todo.list &&
    it.section === todo.section &&
    it.parent === todo.parent;
  return between(todo.position, table.inOrder().find(isNext)?.position ?? null);
}

/** Out of what it is a part of, to right behind that; undefined of what is no part of anything. */
export function outdenting(rows: Tables, { id, parent }: Todo): Patching | undefined {
  const above = parent === null ? undefined : rows.todo.get(parent);
  if (!above) return undefined;
  return { name: "todo.patch", args: { id, parent: above.parent, position: positionBehind(rows, above) } };
}

/** The same again, right behind it and open, with all that is in it. */
export function duplicating(rows: Tables, todo: Todo, newId: () => Id): Wish[] {
  return [...copy(rows, todo, newId, { parent: todo.parent, position: positionBehind(rows, todo) })];
}

function* copy(
  rows: Tables,
  todo: Todo,
  newId: () => Id,
  place: { parent: Id | null; position: string },
): Generator<Wish> {
  const id = newId();
  const { title, notes, list, section, tags, priority, start, start_zone, due, due_zone } = todo;
  const { deadline, duration_minutes, recurrence, repeat_from, exceptions, reminders } = todo;
  const said = { title, notes, list, section, tags, priority, start, start_zone, due, due_zone };
  const more = { deadline, duration_minutes, recurrence, repeat_from, exceptions, reminders };
  yield { name: "todo.create", args: { ...said, ...more, id, ...place } };
  for (const below of rows.todo.inOrder()) {
    if (below.parent === todo.id && below.deleted_at === null) {
      yield* copy(rows, below, newId, { parent: id, position: below.position });
    }
  }
}
