import type { IDBPTransaction } from "idb";

import type { Entry } from "../model/mutation";
import type { Taken } from "../model/replica";
import { type Id, KINDS } from "../model/row";
import type { Compared, Database, Fresh, Snapshot, State, Stores } from "./database";
import type { Refused } from "./refused";
import { type Rows, SHAPE, upgraded } from "./shape";

/** What was kept of an account on this device. */
export interface Loaded {
  readonly rows: Rows;
  readonly cursor: string | null;
  readonly outbox: readonly Entry[];
  readonly refused: readonly Refused[];
  readonly client: Id | null;
  readonly clock: Compared | null;
  /** A newer program has stored it: this one may read and add to the outbox, and must not write rows. */
  readonly isNewer: boolean;
}

/** Everything that a page holds, for where the browser has lost what was stored. */
export interface Whole {
  readonly rows: Rows;
  readonly outbox: readonly Entry[];
  readonly refused: readonly Refused[];
  readonly client: Id;
}

/** What an answer changes, written as one. */
export interface Step {
  readonly taken: Taken;
  /** How far the rows had come that this is a step from. */
  readonly from: string | null;
  readonly cursor: string | null;
  readonly refused: readonly Refused[];
  readonly clock: Compared;
  /** It is less to write all rows than each. */
  readonly isLong: boolean;
  whole(): Whole;
}

const ALL = ["meta", "fresh", "outbox", "refused"] as const;

export async function loaded(db: Database): Promise<Loaded> {
  const reading = db.transaction(ALL);
  const [state, client, clock, snapshot, fresh, outbox, refused] = await Promise.all([
    reading.objectStore("meta").get("state") as Promise<State | undefined>,
    reading.objectStore("meta").get("client") as Promise<Id | undefined>,
    reading.objectStore("meta").get("clock") as Promise<Compared | undefined>,
    reading.objectStore("meta").get("snapshot") as Promise<Snapshot | undefined>,
    reading.objectStore("fresh").getAll(),
    reading.objectStore("outbox").getAll(),
    reading.objectStore("refused").getAll(),
  ]);
  const shape = state?.shape ?? SHAPE;
  const rows = shape < SHAPE ? upgraded(together(snapshot ?? {}, fresh), shape) : together(snapshot ?? {}, fresh);
  // Of an older shape the rows are shown, and read anew: the server may have more to say of each.
  const cursor = shape === SHAPE ? (state?.cursor ?? null) : null;
  return { rows, cursor, outbox, refused, client: client ?? null, clock: clock ?? null, isNewer: shape > SHAPE };
}

function together(snapshot: Snapshot, fresh: readonly Fresh[]): Rows {
  if (fresh.length === 0) return snapshot;
  const newer = new Set(fresh.map(({ key }) => key));
  const rows: Record<string, unknown[]> = {};
  for (const kind of KINDS) {
    const kept = (snapshot[kind] ?? []).filter(({ id }) => !newer.has(`${kind} ${id}`));
    const added = fresh.filter((it) => it.kind === kind && it.row !== null).map(({ row }) => row);
    rows[kind] = [...kept, ...added];
  }
  return rows;
}

/** `lost`: nothing was stored there, though there should be. */
export type Adding = "added" | "lost";

export async function add(db: Database, entries: readonly Entry[]): Promise<Adding> {
  const writing = db.transaction(["meta", "outbox"], "readwrite", { durability: "strict" });
  const outbox = writing.objectStore("outbox");
  const known = writing.objectStore("meta").getKey("client");
  const written = entries.map((entry) => outbox.put(entry));
  // It is written even if the page is closed in this very moment.
  writing.commit();
  const [client] = await Promise.all([known, ...written, writing.done]);
  return client === undefined ? "lost" : "added";
}

/** `whole` if all was written, since it was asked for or what is stored is not what this is a step from. */
export type Writing = "step" | "whole" | "newer";

export async function write(
  db: Database,
  step: Step,
  confirmed: readonly Id[],
  { wantsWhole }: { wantsWhole: boolean },
): Promise<Writing> {
  const { taken, from, cursor, refused, clock } = step;
  const writing = db.transaction(ALL, "readwrite", { durability: "relaxed" });
  const meta = writing.objectStore("meta");
  const [stored, client] = (await Promise.all([meta.get("state"), meta.getKey("client")])) as [
    State | undefined,
    string | undefined,
  ];
  if ((stored?.shape ?? SHAPE) > SHAPE) return "newer";
  const isNext = client !== undefined && stored?.shape === SHAPE && stored.cursor === from;
  const isWhole = wantsWhole || taken.reset || !isNext;
  const done: Promise<unknown>[] = [
    meta.put({ cursor, shape: SHAPE } satisfies State, "state"),
    meta.put(clock, "clock"),
    ...refused.map((one) => writing.objectStore("refused").put(one)),
  ];
  if (isWhole) done.push(...putWhole(writing, step.whole()));
  else done.push(...freshOf(taken).map((one) => writing.objectStore("fresh").put(one)));
  done.push(...confirmed.map((id) => writing.objectStore("outbox").delete(id)));
  await Promise.all([...done, writing.done]);
  return isWhole ? "whole" : "step";
}

/** Writes everything where the browser has lost it; what another tab has written since stays. */
export async function refill(db: Database, whole: Whole, cursor: string | null): Promise<void> {
  const writing = db.transaction(ALL, "readwrite", { durability: "strict" });
  const meta = writing.objectStore("meta");
  if ((await meta.getKey("client")) !== undefined) return;
  const state = meta.put({ cursor, shape: SHAPE } satisfies State, "state");
  await Promise.all([state, ...putWhole(writing, whole), writing.done]);
}

function putWhole(
  writing: IDBPTransaction<Stores, typeof ALL, "readwrite">,
  { rows, outbox, refused, client }: Whole,
): Promise<unknown>[] {
  const [meta, waiting, seen] = [
    writing.objectStore("meta"),
    writing.objectStore("outbox"),
    writing.objectStore("refused"),
  ];
  return [
    meta.put(client, "client"),
    meta.put(rows, "snapshot"),
    writing.objectStore("fresh").clear(),
    ...outbox.map((entry) => waiting.put(entry)),
    ...refused.map((one) => seen.put(one)),
  ];
}

export function freshOf({ changes, gone }: Taken): Fresh[] {
  const changed = KINDS.flatMap((kind) =>
    (changes[kind] ?? []).map((row): Fresh => ({ key: `${kind} ${row.id}`, kind, id: row.id, row })),
  );
  return [...changed, ...gone.map(({ kind, id }): Fresh => ({ key: `${kind} ${id}`, kind, id, row: null }))];
}
