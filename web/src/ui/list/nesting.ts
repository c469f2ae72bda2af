import { isWithin, outdenting } from "../../model/nesting";
import type { Todo } from "../../model/row";
import { rows } from "../app.svelte";
import { done } from "../deeds.svelte";
import { focus } from "../selection.svelte";
import { say } from "../words/say";
import type { Group } from "./group";

/** Makes them subtasks of the todo above the first of them on the screen. */
export function indent(groups: readonly Group[], todos: readonly Todo[]): void {
  const ids = new Set(todos.map(({ id }) => id));
  const group = groups.find((it) => it.todos.some(({ id }) => ids.has(id)));
  const at = group?.todos.findIndex(({ id }) => ids.has(id)) ?? 0;
  const above = group?.todos[at - 1];
  if (!above) return;
  const fitting = todos.filter(({ id, parent }) => parent !== above.id && !isWithin(rows(), above, id));
  done(
    say("did_move", { where: above.title }),
    ...fitting.map(({ id }) => ({ name: "todo.patch" as const, args: { id, parent: above.id } })),
  );
  queueMicrotask(() => {
    focus(above.id);
  });
}

/** Takes them out of what they are a part of. */
export function outdent(todos: readonly Todo[]): void {
  const wishes = todos.flatMap((todo) => outdenting(rows(), todo) ?? []);
  const [first] = wishes;
  const out = rows().todo.get(todos.find(({ id }) => id === first?.args.id)?.parent ?? "");
  done(say("did_outdent", { title: out?.title ?? "" }), ...wishes);
}
