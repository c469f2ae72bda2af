import type { Change, Entry } from "../model/mutation";
import { Replica, type Taken } from "../model/replica";
import { type Id, type Kind, KINDS } from "../model/row";
import type { Tables } from "../model/table";
import type { Keeping } from "../storage/keeping";
import type { Refused } from "../storage/refused";
import type { Rows } from "../storage/shape";
import type { Loaded, Whole as Stored } from "../storage/stored";
import { Answered } from "./answered";
import type { Clock } from "./clock";

/** Everything that one tab holds, as it tells a tab that cannot read it where it is stored. */
export interface Whole extends Stored {
  readonly cursor: string | null;
}

/**
 * What a tab holds of an account: rows up to a cursor, what waits, what was refused. What is stored is read one time
 * after another, and again if something came in meanwhile: what is read late never replaces what is newer.
 */
export class Holding {
  readonly #replica = new Replica();
  readonly #keeping: Keeping;
  readonly #answered = new Answered();
  /** What was done while the stored rows are being read, or was being written: they may not have it. */
  readonly #since = new Map<Id, Entry>();
  #reading: Promise<boolean> | undefined;
  #isOvertaken = false;
  #wasRead = false;
  /** Of the tab that syncs: its rows are newer than what is stored. */
  hasNewest = false;
  client: Id;
  cursor: string | null = null;
  refused: readonly Refused[] = [];
  isOutdated = false;
  readonly clock: Clock;

  constructor(keeping: Keeping, clock: Clock, client: Id) {
    this.clock = clock;
    this.#keeping = keeping;
    this.client = client;
  }

  get shown(): Tables {
    return this.#replica.shown;
  }

  get waiting(): number {
    return this.#replica.waiting;
  }

  get outbox(): readonly Entry[] {
    return [...this.#replica.outbox];
  }

  get whole(): Whole {
    const all = KINDS.map((kind: Kind) => [kind, [...this.#replica.synced(kind)]]);
    const { cursor, outbox, refused, client } = this;
    return { rows: Object.fromEntries(all) as Rows, cursor, outbox, refused, client };
  }

  act(entry: Entry): readonly Change[] {
    if (this.#reading) this.#since.set(entry.mutation.id, entry);
    return this.#replica.act(entry);
  }

  /** Takes up what another tab has done; says which of it was answered already. */
  hear(entries: readonly Entry[]): { readonly isNews: boolean; readonly answered: readonly Id[] } {
    const answered = entries.map(({ mutation }) => mutation.id).filter((id) => this.#answered.has(id));
    const news = entries.filter(({ mutation }) => !this.#replica.has(mutation.id) && !this.#answered.has(mutation.id));
    for (const entry of news) this.act(entry);
    return { isNews: news.length > 0, answered };
  }

  take(taken: Taken, cursor: string | null, refused: readonly Refused[]): void {
    this.#isOvertaken = true;
    this.noteAnswered(taken.answered);
    this.#replica.take(taken);
    this.cursor = cursor;
    this.#addRefused(refused);
  }

  /** They are shown until the rows are here that have come of them, and wait no longer whatever is read or heard. */
  noteAnswered(ids: readonly Id[]): void {
    this.#answered.add(ids);
    this.#keeping.forgetUnsaved(ids);
  }

  /** The rows are here: what was answered leaves. */
  drop(ids: readonly Id[]): void {
    const answered = ids.filter((id) => this.#replica.has(id));
    if (answered.length > 0) this.#replica.take({ reset: false, changes: {}, gone: [], answered });
  }

  forgetRefused(id: Id): void {
    this.#isOvertaken = true;
    this.refused = this.refused.filter(({ mutation }) => mutation.id !== id);
  }

  /** Takes up what is stored. False where it cannot be read. */
  async read(): Promise<boolean> {
    this.#isOvertaken = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** As the leader holds it; what waits here stays. */
  adopt({ rows, cursor, outbox, refused, client }: Whole): void {
    this.#isOvertaken = true;
    this.#load(rows, [...outbox, ...this.#replica.outbox]);
    [this.cursor, this.refused, this.client] = [cursor, refused, client];
  }

  async #readAll(): Promise<boolean> {
    do {
      this.#isOvertaken = false;
      this.#since.clear();
      for (const entry of this.#keeping.unsaved) this.#since.set(entry.mutation.id, entry);
      const loaded = await this.#keeping.load();
      if (!loaded) return false;
      if (this.#isCurrent) await this.#takeUp(loaded);
    } while (!this.#isCurrent);
    return true;
  }

  /** What was just read is not older than what is held, or is taken only for what waits in it. */
  get #isCurrent(): boolean {
    return this.hasNewest || !this.#isOvertaken;
  }

  async #takeUp(loaded: Loaded): Promise<void> {
    const { rows, cursor, outbox, refused, client, clock, isNewer } = loaded;
    if (clock) this.clock.adopt(clock);
    this.isOutdated ||= isNewer;
    // The browser has thrown away what was stored: what is in memory is all there is.
    const isLost = client === null && this.#wasRead;
    this.#wasRead = true;
    if (isLost) {
      await this.#keeping.refill(this.whole, this.cursor);
    } else if (this.hasNewest) {
      this.hear(outbox);
      this.#addRefused(refused);
    } else {
      this.#load(rows, [...outbox, ...this.#keeping.unsaved, ...this.#since.values()]);
      [this.cursor, this.refused] = [cursor, refused];
    }
    if (client) this.client = client;
    else if (!isLost) await this.#keeping.keepClient(this.client);
  }

  #addRefused(refused: readonly Refused[]): void {
    const known = new Set(this.refused.map(({ mutation }) => mutation.id));
    this.refused = [...this.refused, ...refused.filter(({ mutation }) => !known.has(mutation.id))];
  }

  #load(rows: Rows, outbox: readonly Entry[]): void {
    this.#replica.load(
      rows,
      outbox.filter(({ mutation }) => !this.#answered.has(mutation.id)),
    );
  }
}
