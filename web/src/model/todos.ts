import { Ordered } from "./ordered";
import { Parts } from "./parts";
import { isLive, isOpen } from "./queries";
import type { Todo } from "./row";

/** All todos, and the parts of them that are asked for after every change. */
export class Todos extends Ordered<Todo> {
  /** Open and nobody's subtask, by list; those of the Inbox under `""`. */
  readonly openIn = new Parts<Todo>(this, (todo) => (isOpen(todo) && todo.parent === null ? [todo.list ?? ""] : []));
  /** The same of those that are done or cancelled. */
  readonly overIn = new Parts<Todo>(this, (todo) => (isOver(todo) && todo.parent === null ? [todo.list ?? ""] : []));
  /** Subtasks, open or not, by their parent. */
  readonly below = new Parts<Todo>(this, (todo) => (isLive(todo) && todo.parent !== null ? [todo.parent] : []));
  /** Open, by the day on which they are due in their own zone. */
  readonly dueOn = new Parts<Todo>(this, (todo) => (isOpen(todo) && todo.due !== null ? [todo.due.slice(0, 10)] : []));
  /** Open, by their tags. */
  readonly bearing = new Parts<Todo>(this, (todo) => (isOpen(todo) ? todo.tags : []));
  /** Open and with a reminder: one part. */
  readonly reminding = new Parts<Todo>(this, (todo) => (isOpen(todo) && todo.reminders.length > 0 ? [""] : []));
  /** Done or cancelled, of all lists: one part. */
  readonly over = new Parts<Todo>(this, (todo) => (isOver(todo) ? [""] : []));
  readonly #parts = [this.openIn, this.overIn, this.below, this.dueOn, this.bearing, this.reminding, this.over];

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
