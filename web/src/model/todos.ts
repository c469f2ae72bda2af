import { Ordered } from "./ordered";
import { Parts } from "./parts";
import { isLive, isOpen } from "./queries";
import type { Todo } from "./row";

/** All todos, and the parts of them that are asked for after every change. */
export class Todos extends Ordered<Todo> {
  /** Open and nobody's subtask, by list; those of the Inbox under `""`. */
  readonly openIn = new Parts<Todo>(this, (todo) => (isOpen(todo) && todo.parent === null ? (todo.list ?? "") : null));
  /** The same of those that are done or cancelled. */
  readonly overIn = new Parts<Todo>(this, (todo) => (isOver(todo) && todo.parent === null ? (todo.list ?? "") : null));
  /** Subtasks, open or not, by their parent. */
  readonly below = new Parts<Todo>(this, (todo) => (isLive(todo) ? todo.parent : null));
  /** Open and with a day on which it is due: all are one part. */
  readonly due = new Parts<Todo>(this, (todo) => (isOpen(todo) && todo.due !== null ? "" : null));
  /** Done or cancelled, of all lists: one part. */
  readonly over = new Parts<Todo>(this, (todo) => (isOver(todo) ? "" : null));
  readonly #parts = [this.openIn, this.overIn, this.below, this.due, this.over];

  override set(todo: Todo): void {
    const before = this.get(todo.id);
    super.set(todo);
    for (const part of this.#parts) part.change(before, todo);
  }

  override delete(id: string): void {
    const before = this.get(id);
    super.delete(id);
    for (const part of this.#parts) part.change(before, undefined);
  }

  override clear(): void {
    super.clear();
    for (const part of this.#parts) part.clear();
  }
}

function isOver(todo: Todo): boolean {
  return todo.status !== "open" && isLive(todo);
}
