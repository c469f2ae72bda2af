import type { Kind, Kinds } from "../model/row";

/** Rows by kind, as they are stored and loaded. */
export type Rows = { [K in Kind]?: Kinds[K][] };

/**
 * What rows look like that this program stores. Raise it when a field is added or changes its meaning, and say in
 * UPGRADES how a row of the shape before becomes one of this: rows are documents, the database's version is about
 * its stores alone.
 */
export const SHAPE = 1;

type Upgrade = (rows: Rows) => Rows;

/** From shape 1 to 2, from 2 to 3, and so on. */
const UPGRADES: readonly Upgrade[] = [];

export function upgraded(rows: Rows, from: number): Rows {
  return UPGRADES.slice(from - 1).reduce((older, upgrade) => upgrade(older), rows);
}
