import { Ordered } from "./ordered";
import type { Kind, Kinds } from "./row";
import { Todos } from "./todos";

/** The rows of each kind. */
export type Kept = { readonly [K in Kind]: Ordered<Kinds[K]> };

/** The same where screens ask. */
export interface Tables extends Kept {
  readonly todo: Todos;
}

export function emptyTables(): Tables {
  return {
    todo: new Todos(),
    list: new Ordered(),
    section: new Ordered(),
    tag: new Ordered(),
    filter: new Ordered(),
    account: new Ordered(),
  };
}
