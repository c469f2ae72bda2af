import { Ordered, type Row } from "./ordered";

/**
 * Rows of a table in parts, kept as rows come and go: what is asked for after every key press need not look at all of
 * them. `keysOf` says which parts a row is in.
 */
export class Parts<R extends Row> {
  readonly #all: Ordered<R>;
  readonly #keysOf: (row: R) => readonly string[];
  /** Not before somebody asks. */
  #parts: Map<string, Ordered<R>> | undefined;

  constructor(all: Ordered<R>, keysOf: (row: R) => readonly string[]) {
    this.#all = all;
    this.#keysOf = keysOf;
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
    const to = after ? this.#keysOf(after) : [];
    if (before) for (const key of this.#keysOf(before)) if (!to.includes(key)) this.#leave(this.#parts, key, before);
    if (after) for (const key of to) this.#enter(this.#parts, key, after);
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
