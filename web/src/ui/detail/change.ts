import type { Patch } from "../../model/mutation";
import type { Id, Todo } from "../../model/row";
import { act } from "../app.svelte";
import type { Reading } from "../date/reading";
import { say } from "../words/say";

/** One step of undo, said by no toast: what has changed is right there. */
export function change(id: Id, fields: Omit<Patch<"todo">, "id">): void {
  act(say("did_change"), { name: "todo.patch", args: { id, ...fields } });
}

/** A new date; words that name a rule repeat it, and a todo without a date repeats no more. */
export function changeDue(todo: Todo, reading: Reading | undefined): void {
  if (!reading) {
    change(todo.id, { due: null, ...(todo.recurrence !== null && { recurrence: null }) });
    return;
  }
  const { due = null, recurrence, repeat_from } = reading;
  const rule = recurrence === undefined ? {} : { recurrence, repeat_from: repeat_from ?? ("due" as const) };
  change(todo.id, { due, ...rule });
}
