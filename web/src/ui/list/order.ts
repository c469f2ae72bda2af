import type { Beginning } from "../../model/adding";
import type { Wish } from "../../model/mutation";
import { putBehind } from "../../model/ordering";
import type { Todo } from "../../model/row";
import { act, rows } from "../app.svelte";
import { done, schedule } from "../deeds.svelte";
import { focus, take } from "../selection.svelte";
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
  queueMicrotask(() => {
    focus(only.id);
  });
}

/** Drops the todos into the group: behind `at` of the others there, or onto its day. */
export function drop(todos: readonly Todo[], group: Group, at = 0): void {
  take(todos[0]?.id);
  if (group.place) put(todos, group, at, { isSeen: true });
  else if (group.day !== undefined) schedule(todos, { due: group.day });
}

/** Behind how many of the others. */
function placeIn({ todos }: Group, ids: ReadonlySet<string>, by: 1 | -1): number {
  const at = todos.findIndex(({ id }) => ids.has(id));
  const before = todos.slice(0, at).filter(({ id }) => !ids.has(id)).length;
  return Math.max(0, before + by);
}

/** Puts the todos into the group, behind `at` of the others there. */
export function put(
  todos: readonly Todo[],
  { todos: there, place = {} }: Group,
  at: number,
  { isSeen = false } = {},
): void {
  const ids = new Set(todos.map(({ id }) => id));
  const others = there.filter(({ id }) => !ids.has(id));
  const positions = new Map(putBehind(todos, others, at).map(([{ id }, position]) => [id, position]));
  const wishes = todos.flatMap((todo): Wish[] => {
    const position = positions.get(todo.id);
    const fields = { ...(position !== undefined && { position }), ...(!isIn(todo, place) && whole(place)) };
    return Object.keys(fields).length > 0 ? [{ name: "todo.patch", args: { id: todo.id, ...fields } }] : [];
  });
  if (wishes.length === 0) return;
  const text = todos.every((todo) => isIn(todo, place))
    ? say("did_reorder", { n: at + 1, all: others.length + todos.length })
    : say("did_move", { where: nameOf(place) });
  if (isSeen) done(text, ...wishes);
  else {
    act(text, ...wishes);
    announce(text);
  }
}

function isIn(todo: Todo, { list = null, section = null, parent = null }: Beginning): boolean {
  if (parent !== null) return todo.parent === parent;
  return todo.list === list && todo.section === section && todo.parent === null;
}

/** A subtask is where its parent is. */
function whole({ list = null, section = null, parent = null }: Beginning) {
  return parent === null ? { list, section, parent } : { parent };
}

function nameOf({ list = null, section = null, parent = null }: Beginning): string {
  if (parent !== null) return rows().todo.get(parent)?.title ?? "";
  if (section !== null) return rows().section.get(section)?.name ?? "";
  return list === null ? say("inbox") : (rows().list.get(list)?.name ?? "");
}
