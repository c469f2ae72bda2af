export interface Row {
  readonly id: string;
  readonly position?: string;
}

/** Above so many changes in one go it is less to sort anew than to put each where it belongs. */
const MANY = 200;

/** Rows by id, and in the order in which they stand, which each change keeps. */
export class Ordered<R extends Row> {
  readonly #byId = new Map<string, R>();
  #inOrder: R[] | undefined;
  #changes = 0;
  /** Another number after each change. */
  version = 0;

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): R | undefined {
    return this.#byId.get(id);
  }

  values(): IterableIterator<R> {
    return this.#byId.values();
  }

  set(row: R): void {
    const before = this.#byId.get(row.id);
    this.#byId.set(row.id, row);
    this.version += 1;
    const rows = this.#mended();
    if (!rows) return;
    if (before) {
      const at = placeOf(rows, before);
      if (before.position === row.position) {
        rows[at] = row;
        return;
      }
      rows.splice(at, 1);
    }
    rows.splice(placeOf(rows, row), 0, row);
  }

  delete(id: string): void {
    const before = this.#byId.get(id);
    if (!before) return;
    this.#byId.delete(id);
    this.version += 1;
    const rows = this.#mended();
    rows?.splice(placeOf(rows, before), 1);
  }

  clear(): void {
    this.#byId.clear();
    this.version += 1;
    this.#inOrder = undefined;
  }

  /** By position, then by id. The array is its own: filter it, do not keep it. */
  inOrder(): readonly R[] {
    this.#changes = 0;
    this.#inOrder ??= [...this.#byId.values()].sort(compared);
    return this.#inOrder;
  }

  #mended(): R[] | undefined {
    this.#changes += 1;
    if (this.#changes > MANY) this.#inOrder = undefined;
    return this.#inOrder;
  }
}

/** Where the row stands, or would stand. */
function placeOf<R extends Row>(rows: readonly R[], row: R): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = rows[middle];
    if (other && compared(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Positions compare byte by byte; of two that are the same the older row comes first. */
export function compared(one: Row, other: Row): number {
  const [a, b] = [one.position ?? "", other.position ?? ""];
  if (a !== b) return a < b ? -1 : 1;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
