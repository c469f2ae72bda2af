import type { Id } from "../model/row";

const MOST = 10_000;

/** Mutations that the server has answered, as far back as a late message could bring one up again. */
export class Answered {
  readonly #ids = new Set<Id>();

  has(id: Id): boolean {
    return this.#ids.has(id);
  }

  add(ids: readonly Id[]): void {
    for (const id of ids) this.#ids.add(id);
    for (const id of this.#ids) {
      if (this.#ids.size <= MOST) break;
      this.#ids.delete(id);
    }
  }
}
