import { Ordered, type Row } from "./ordered";

/**
 * Rows of a table in parts, kept as rows come and go: what is asked for after every key press need not look at all of
 * them. `keyOf` says which part a row is in; null is none.
 */
export class Parts<R extends Row> {
  readonly #all: Ordered<R>;
  readonly #keyOf: (row: R) => string | null;
  /** Not before somebody asks. */
  #parts: Map<string, Ordered<R>> | undefined;

  constructor(all: Ordered<R>, keyOf: (row: R) => string | null) {
    this.#all = all;
    this.#keyOf = keyOf;
  }

  /** Those of a part as they stand. */
  inOrder(key: string): R[] {
    return [...(this.#made().get(key)?.inOrder() ?? [])];
  }

  /** Those of a part as they come. */
  values(key: string): Iterable<R> {
    return this.#made().get(key)?.values() ?? [];
  }

  /** How many rows each part has. */
  *sizes(): Iterable<readonly [key: string, size: number]> {
    for (const [key, { size }] of this.#made()) yield [key, size];
  }

  change(before: R | undefined, after: R | undefined): void {
    if (!this.#parts) return;
    const [from, to] = [before ? this.#keyOf(before) : null, after ? this.#keyOf(after) : null];
    if (before && from !== null && from !== to) this.#leave(this.#parts, from, before);
    if (after && to !== null) this.#enter(this.#parts, to, after);
  }

  clear(): void {
    this.#parts = undefined;
  }

  #made(): Map<string, Ordered<R>> {
    if (!this.#parts) {
      this.#parts = new Map();
      for (const row of this.#all.values()) this.change(undefined, row);
    }
    return this.#parts;
  }

  #enter(parts: Map<string, Ordered<R>>, key: string, row: R): void {
    const part = parts.get(key) ?? new Ordered<R>();
    part.set(row);
    parts.set(key, part);
  }

  #leave(parts: Map<string, Ordered<R>>, key: string, row: R): void {
    const part = parts.get(key);
    part?.delete(row.id);
    if (part?.size === 0) parts.delete(key);
  }
}
