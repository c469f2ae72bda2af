import type { Entry } from "../model/mutation";
import type { Taken } from "../model/replica";
import { type Id, KINDS } from "../model/row";
import { type Database, type Fresh, open, type Snapshot, type State } from "./database";
import type { Refused } from "./refused";
import { type Rows, SHAPE, upgraded } from "./shape";

/** What was kept of an account on this device. */
export interface Loaded {
  readonly rows: Rows;
  readonly cursor: string | null;
  readonly outbox: readonly Entry[];
  readonly refused: readonly Refused[];
  readonly client: Id | null;
  /** A newer program has stored it: this one may read and add to the outbox, and must not write rows. */
  readonly isNewer: boolean;
}

/** What an answer changes, written as one. `snapshot` is given where it is less to write all rows than each. */
export interface Step {
  readonly taken: Taken;
  readonly cursor: string | null;
  readonly refused: readonly Refused[];
  readonly snapshot?: Snapshot;
}

const NOTHING: Loaded = { rows: {}, cursor: null, outbox: [], refused: [], client: null, isNewer: false };
const MANY = 500;
const ALL = ["meta", "fresh", "outbox", "refused"] as const;

/**
 * Keeps an account's data in IndexedDB. Memory is the truth while a page is open: where the browser refuses to store
 * (private windows, a full disk, a database that it has lost), everything goes on, `isKept` says so, and what could not
 * be written is tried again with the next write.
 */
export class Keeping {
  isKept = true;
  readonly #place: string;
  readonly #onChange: (why: "kept" | "newer") => void;
  readonly #unsaved = new Map<Id, Entry>();
  /** Confirmed, and not yet taken out of the stored outbox. */
  #confirmed: Id[] = [];
  /** Rows that were written one by one since the last snapshot. */
  #fresh = 0;
  #isBehind = false;
  #database: Promise<Database> | undefined;
  #isOver = false;

  constructor(place: string, onChange: (why: "kept" | "newer") => void) {
    this.#place = place;
    this.#onChange = onChange;
  }

  /** What could not be written yet. */
  get unsaved(): readonly Entry[] {
    return [...this.#unsaved.values()];
  }

  /** All rows are to be written with the next answer: some are missing, or it is less work than reading each. */
  get wantsSnapshot(): boolean {
    return this.#isBehind || this.#fresh > MANY;
  }

  async load(): Promise<Loaded> {
    return (await this.#tried(loaded)) ?? NOTHING;
  }

  /** How far the rows have come that are stored; undefined if that is not known. */
  async cursor(): Promise<string | null | undefined> {
    const state = await this.#tried(async (db) => ((await db.get("meta", "state")) as State | undefined) ?? null);
    return state === undefined ? undefined : (state?.cursor ?? null);
  }

  async outbox(): Promise<readonly Entry[] | undefined> {
    return this.#tried((db) => db.getAll("outbox"));
  }

  async keepClient(client: Id): Promise<void> {
    await this.#tried((db) => db.put("meta", client, "client"));
  }

  /** Adds to the outbox. */
  async add(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#unsaved.set(entry.mutation.id, entry);
    const wanted = this.unsaved;
    await this.#tried(async (db) => {
      const writing = db.transaction("outbox", "readwrite", { durability: "strict" });
      await Promise.all([...wanted.map((entry) => writing.store.put(entry)), writing.done]);
      for (const entry of wanted) this.#unsaved.delete(entry.mutation.id);
    });
  }

  /** Takes up an answer: what was confirmed leaves the outbox in the very transaction that stores the rows. */
  async take(step: Step): Promise<void> {
    for (const id of step.taken.answered) this.#unsaved.delete(id);
    this.#confirmed.push(...step.taken.answered);
    const confirmed = [...this.#confirmed];
    const isWritten = await this.#tried((db) => write(db, step, confirmed).then(() => true));
    this.#isBehind = !isWritten;
    if (!isWritten) return;
    this.#confirmed = this.#confirmed.slice(confirmed.length);
    this.#fresh = step.snapshot ? 0 : this.#fresh + freshOf(step.taken).length;
  }

  async forgetRefused(id: Id): Promise<void> {
    await this.#tried((db) => db.delete("refused", id));
  }

  close(): void {
    this.#isOver = true;
    void this.#database?.then((db) => {
      db.close();
    }, ignored);
  }

  /** Browsers lose connections (iOS in the background): opened anew and tried once more. */
  async #tried<T>(work: (db: Database) => Promise<T>): Promise<T | undefined> {
    for (const isLast of [false, true]) {
      if (this.#isOver) return undefined;
      try {
        const found = await work(await this.#opened());
        this.#is(true);
        return found;
      } catch (error) {
        this.#database = undefined;
        if (isLast || isFinal(error)) this.#is(false);
        if (isFinal(error)) return undefined;
      }
    }
    return undefined;
  }

  #opened(): Promise<Database> {
    this.#database ??= open(this.#place, (why) => {
      this.#database = undefined;
      if (why === "newer") this.#isOver = true;
      if (why === "newer") this.#onChange("newer");
    });
    return this.#database;
  }

  #is(kept: boolean): void {
    if (this.isKept === kept) return;
    this.isKept = kept;
    this.#onChange("kept");
  }
}

async function loaded(db: Database): Promise<Loaded> {
  const reading = db.transaction(ALL);
  const [state, client, snapshot, fresh, outbox, refused] = await Promise.all([
    reading.objectStore("meta").get("state") as Promise<State | undefined>,
    reading.objectStore("meta").get("client") as Promise<Id | undefined>,
    reading.objectStore("meta").get("snapshot") as Promise<Snapshot | undefined>,
    reading.objectStore("fresh").getAll(),
    reading.objectStore("outbox").getAll(),
    reading.objectStore("refused").getAll(),
  ]);
  const shape = state?.shape ?? SHAPE;
  const rows = shape < SHAPE ? upgraded(together(snapshot ?? {}, fresh), shape) : together(snapshot ?? {}, fresh);
  // Of an older shape the rows are shown, and read anew: the server may have more to say of each.
  const cursor = shape === SHAPE ? (state?.cursor ?? null) : null;
  return { rows, cursor, outbox, refused, client: client ?? null, isNewer: shape > SHAPE };
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

async function write(db: Database, step: Step, confirmed: readonly Id[]): Promise<void> {
  const { taken, cursor, refused, snapshot } = step;
  const writing = db.transaction(ALL, "readwrite", { durability: "relaxed" });
  const [meta, fresh, outbox] = [
    writing.objectStore("meta"),
    writing.objectStore("fresh"),
    writing.objectStore("outbox"),
  ];
  const done: Promise<unknown>[] = [
    ...confirmed.map((id) => outbox.delete(id)),
    ...refused.map((one) => writing.objectStore("refused").put(one)),
    meta.put({ cursor, shape: SHAPE } satisfies State, "state"),
  ];
  if (taken.reset || snapshot) done.push(fresh.clear(), meta.put(snapshot ?? {}, "snapshot"));
  if (!snapshot) done.push(...freshOf(taken).map((one) => fresh.put(one)));
  await Promise.all([...done, writing.done]);
}

function freshOf({ changes, gone }: Taken): Fresh[] {
  const changed = KINDS.flatMap((kind) =>
    (changes[kind] ?? []).map((row): Fresh => ({ key: `${kind} ${row.id}`, kind, id: row.id, row })),
  );
  return [...changed, ...gone.map(({ kind, id }): Fresh => ({ key: `${kind} ${id}`, kind, id, row: null }))];
}

/** Trying again at once would not help. */
function isFinal(error: unknown): boolean {
  const name = error instanceof DOMException ? error.name : "";
  return ["QuotaExceededError", "SecurityError", "VersionError"].includes(name);
}

function ignored(): void {
  // It could not be opened, and so there is nothing to close.
}
