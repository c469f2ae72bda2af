import { type Kind, KINDS } from "../model/row";
import { emptyTables, type Tables } from "../model/table";

/**
 * The rows as screens read them. The tables are always the same ones, so that it is their versions that are the news:
 * whoever reads rows of one kind runs again when some of that kind have changed, and then alone.
 */

let tables = emptyTables();
const versions = $state<Partial<Record<Kind, number>>>({});

export const shown = Object.defineProperties(
  {},
  Object.fromEntries(KINDS.map((kind) => [kind, { get: () => read(kind) }])),
) as Tables;

/** To be called after each change of them. */
export function show(rows: Tables): void {
  tables = rows;
  for (const kind of KINDS) versions[kind] = rows[kind].version;
}

function read<K extends Kind>(kind: K): Tables[K] {
  void version(kind);
  return tables[kind];
}

function version(kind: Kind): number | undefined {
  return versions[kind];
}
