import { several } from "./position";
import type { Id } from "./row";
import { compared } from "./ordered";

interface Placed {
  readonly id: Id;
  readonly position: string;
}

/**
 * The positions that put the rows, in their order, behind `at` of the others: nothing if they stand there already.
 * `others` are in order, without those that are put.
 */
export function putBehind<R extends Placed>(rows: readonly R[], others: readonly Placed[], at: number): [R, string][] {
  const [before, after] = [others[at - 1], others[at]];
  const wanted = [before, ...rows, after].filter((row) => row !== undefined);
  if (wanted.every((row, index) => index === 0 || compared(wanted[index - 1] ?? row, row) < 0)) return [];
  const keys = several(before?.position ?? null, after?.position ?? null, rows.length);
  return rows.map((row, index) => [row, keys[index] ?? row.position]);
}

/** Where a row comes to stand that goes one place on or back among these, which are in order; undefined at the edge. */
export function oneFurther(rows: readonly Placed[], id: Id, by: 1 | -1): string | undefined {
  const at = rows.findIndex((row) => row.id === id);
  const row = rows[at];
  if (!row || !rows[at + by]) return undefined;
  const others = rows.filter((other) => other.id !== id);
  return putBehind([row], others, at + by)[0]?.[1];
}
