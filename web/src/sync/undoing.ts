import type { Change, Entry } from "../model/mutation";
import type { Id } from "../model/row";

/** What was done as one: mutations that came together, and what each has changed. */
export interface Deed {
  readonly group: Id;
  readonly label: string;
  readonly parts: readonly { readonly mutation: Id; readonly changes: readonly Change[] }[];
}

/** What can be taken back, and what was: many steps, and as text also when the page is loaded again. */
export class Undoing {
  readonly #done: Deed[];
  readonly #undone: Deed[];

  /** Begins with what `text` was. */
  constructor(text?: string) {
    const [done, undone] = text === undefined ? [] : (JSON.parse(text) as Deed[][]);
    this.#done = done ?? [];
    this.#undone = undone ?? [];
  }

  /** The last of them. */
  get text(): string {
    return JSON.stringify([this.#done.slice(-MOST_KEPT), this.#undone.slice(-MOST_KEPT)]);
  }

  get last(): Deed | undefined {
    return this.#done.at(-1);
  }

  get next(): Deed | undefined {
    return this.#undone.at(-1);
  }

  did(deed: Deed): void {
    this.#done.push(deed);
    this.#undone.length = 0;
    if (this.#done.length > MOST) this.#done.shift();
  }

  /** The last deed, which counts as undone by what `by` does. */
  undo(by: (deed: Deed) => Deed): Deed | undefined {
    return moved(this.#done, this.#undone, by);
  }

  redo(by: (deed: Deed) => Deed): Deed | undefined {
    return moved(this.#undone, this.#done, by);
  }
}

const MOST = 200;
const MOST_KEPT = 50;

function moved(from: Deed[], to: Deed[], by: (deed: Deed) => Deed): Deed | undefined {
  const deed = from.pop();
  if (deed) to.push(by(deed));
  return deed;
}

/** The entries that take the deed back, the last part first; `make` gives ids. */
export function inverse({ parts }: Deed, make: () => Id, at: string): Entry[] {
  return [...parts].reverse().map(({ mutation, changes }) => ({
    mutation: { id: make(), name: "undo", at, args: { mutation } },
    undoes: changes,
  }));
}
