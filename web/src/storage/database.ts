import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";

import type { Entry } from "../model/mutation";
import type { Kind, Kinds } from "../model/row";
import type { Refused } from "./refused";
import type { Rows } from "./shape";

/** How far the rows have come. */
export interface State {
  readonly cursor: string | null;
  readonly shape: number;
}

/** What is known of the server's clock. */
export interface Compared {
  /** The server's clock, less that of the device, in milliseconds; null where they were never compared. */
  readonly offset: number | null;
  /** What the server's clock showed when it was heard last. */
  readonly heard: number;
}

/** A row that has changed since the snapshot was written; null has left for good. */
export interface Fresh {
  readonly key: string;
  readonly kind: Kind;
  readonly id: string;
  readonly row: Kinds[Kind] | null;
}

export interface Stores extends DBSchema {
  /** `state`, `client`, `clock`, and `snapshot`: all rows in one record, which loads five times as fast as one for each. */
  meta: { key: string; value: unknown };
  fresh: { key: string; value: Fresh };
  outbox: { key: string; value: Entry };
  refused: { key: string; value: Refused };
}

export type Snapshot = Rows;
export type Database = IDBPDatabase<Stores>;

const VERSION = 1;

/**
 * The database at the place. `onGone` is called when it is closed under us: by the browser, which has lost or cleared
 * it, for a newer program that needs it otherwise, or for somebody who removes it.
 */
export function open(place: string, onGone: (why: "closed" | "newer" | "removed") => void): Promise<Database> {
  return openDB<Stores>(place, VERSION, {
    upgrade(database) {
      database.createObjectStore("meta");
      database.createObjectStore("fresh", { keyPath: "key" });
      database.createObjectStore("outbox", { keyPath: "mutation.id" });
      database.createObjectStore("refused", { keyPath: "mutation.id" });
    },
    blocking(_current, wanted, event) {
      (event.target as IDBDatabase).close();
      onGone(wanted === null ? "removed" : "newer");
    },
    terminated() {
      onGone("closed");
    },
  });
}

export async function remove(place: string): Promise<void> {
  await deleteDB(place);
}
