import type { ListPage } from "./queries";
import type { Id, Section, Todo } from "./row";

/** A list as a board: its sections stand beside each other. */

export interface Column {
  /** None of the first column, which has what is in no section. */
  readonly section: Section | undefined;
  readonly todos: readonly Todo[];
  /** The last first. */
  readonly done: readonly Todo[];
}

/** What is in no section stands first, if there is anything, or if there are no sections. */
export function columns({ todos, sections, done }: ListPage): Column[] {
  const known = new Set(sections.map(({ section }) => section.id));
  const over = new Map<Id | null, Todo[]>();
  for (const todo of done) {
    const section = todo.section !== null && known.has(todo.section) ? todo.section : null;
    over.set(section, over.get(section) ?? []);
    over.get(section)?.push(todo);
  }
  const first = { section: undefined, todos, done: over.get(null) ?? [] };
  const named = sections.map((it) => ({ ...it, done: over.get(it.section.id) ?? [] }));
  return todos.length + first.done.length > 0 || named.length === 0 ? [first, ...named] : named;
}

export type Way = "up" | "down" | "left" | "right";

/** The card beside this one: above or below it in its column, or as high as it in the next column that has any. */
export function neighbour(board: readonly (readonly Id[])[], from: Id | undefined, way: Way): Id | undefined {
  const at = board.findIndex((ids) => from !== undefined && ids.includes(from));
  const here = board[at];
  if (!here || from === undefined) return board.find((ids) => ids.length > 0)?.[0];
  const index = here.indexOf(from);
  if (way === "up" || way === "down") return here[index + (way === "down" ? 1 : -1)];
  const beyond = way === "right" ? board.slice(at + 1) : board.slice(0, at).reverse();
  const next = beyond.find((ids) => ids.length > 0);
  return next?.[Math.min(index, next.length - 1)];
}
