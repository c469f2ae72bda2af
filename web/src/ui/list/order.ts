import type { Wish } from "../../model/mutation";
import { several } from "../../model/position";
import type { Id, Todo } from "../../model/row";
import { act } from "../app.svelte";
import { focus } from "../selection.svelte";
import { announce, toast } from "../toast.svelte";
import { say } from "../words/say";
import type { Group } from "./group";

/** Puts the todos one place up or down in their group, at its edge into the next group. Says where they came to stand. */
export function shift(groups: readonly Group[], todos: readonly Todo[], by: 1 | -1): void {
  const [only] = todos;
  if (!only) return;
  const ids = new Set(todos.map(({ id }) => id));
  const at = groups.findIndex((group) => group.todos.some(({ id }) => ids.has(id)));
  const group = groups[at];
  if (!group?.place) {
    toast(say("sorted_by_date"));
    return;
  }
  const edge = by === -1 ? group.todos[0] : group.todos.at(-1);
  const isOver = edge !== undefined && ids.has(edge.id);
  const next = groups[at + by];
  if (isOver && next?.place && next.section !== group.section) put(todos, next, by === -1 ? next.todos.length : 0);
  else if (!isOver) put(todos, group, placeIn(group, ids, by));
}

/** Behind how many of the others. */
function placeIn({ todos }: Group, ids: ReadonlySet<Id>, by: 1 | -1): number {
  const at = todos.findIndex(({ id }) => ids.has(id));
  const before = todos.slice(0, at).filter(({ id }) => !ids.has(id)).length;
  return Math.max(0, before + by);
}

function put(todos: readonly Todo[], { todos: there, place = {} }: Group, at: number): void {
  const ids = new Set(todos.map(({ id }) => id));
  const others = there.filter(({ id }) => !ids.has(id));
  const keys = several(others[at - 1]?.position ?? null, others[at]?.position ?? null, todos.length);
  const wishes = todos.map(({ id, list, section }, index): Wish => {
    const moved =
      (place.section ?? null) !== section ? { list: place.list ?? list, section: place.section ?? null } : {};
    return { name: "todo.patch", args: { id, position: keys[index] ?? "", ...moved } };
  });
  const text = say("did_reorder", { n: at + 1, all: others.length + todos.length });
  act(text, ...wishes);
  announce(text);
  const [first] = todos;
  if (first)
    queueMicrotask(() => {
      focus(first.id);
    });
}
