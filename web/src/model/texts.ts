import { Ordered, type Row } from "./ordered";
import type { Todo } from "./row";

/** What is looked for in a todo, without its case and accents. */
export interface Text extends Row {
  readonly todo: Todo;
  readonly title: string;
  readonly notes: string;
}

/** The texts of all todos, kept as these come and go: to fold thousands takes longer than to look through them. */
export class Texts {
  readonly #all: Ordered<Todo>;
  /** Not before somebody searches. */
  #texts: Ordered<Text> | undefined;

  constructor(all: Ordered<Todo>) {
    this.#all = all;
  }

  /** As their todos stand. */
  inOrder(): readonly Text[] {
    if (!this.#texts) {
      this.#texts = new Ordered();
      for (const todo of this.#all.values()) this.#texts.set(textOf(todo));
    }
    return this.#texts.inOrder();
  }

  change(before: Todo | undefined, after: Todo | undefined): void {
    if (after) this.#texts?.set(textOf(after));
    else if (before) this.#texts?.delete(before.id);
  }

  clear(): void {
    this.#texts = undefined;
  }
}

function textOf(todo: Todo): Text {
  const { id, position, title, notes } = todo;
  return { id, position, todo, title: folded(title), notes: folded(notes) };
}

export function folded(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
