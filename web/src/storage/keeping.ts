import type { Entry } from "../model/mutation";
import type { Id } from "../model/row";
import { keepLeft, takeLeft } from "./left";
import { type Database, open } from "./database";
import { add, freshOf, type Loaded, loaded, refill, type Step, type Whole, write, type Writing } from "./stored";

const MANY = 500;
/** A database that has not answered by then is taken for broken: some browsers' have been seen to hang for ever. */
const PATIENCE_MS = 8000;

/** `lost`: the browser has thrown away what was stored. `removed`: a page has, as when the person signs out. */
export type Change = "kept" | "newer" | "lost" | "removed";

/**
 * Keeps an account's data in IndexedDB. Memory is the truth while a page is open: where the browser refuses to store
 * (private windows, a full disk, a database that it has lost), everything goes on, `isKept` says so, and what could not
 * be written is tried again with the next write.
 */
export class Keeping {
  isKept = true;
  readonly #place: string;
  readonly #onChange: (why: Change) => void;
  readonly #patience: number;
  readonly #unsaved = new Map<Id, Entry>();
  /** Confirmed, and not yet taken out of the stored outbox. */
  readonly #confirmed = new Set<Id>();
  /** Rows that were written one by one since the last snapshot. */
  #fresh = 0;
  #isBehind = false;
  #database: Promise<Database> | undefined;
  readonly #over = new AbortController();

  constructor(place: string, onChange: (why: Change) => void, patience = PATIENCE_MS) {
    this.#place = place;
    this.#onChange = onChange;
    this.#patience = patience;
    for (const entry of takeLeft(place)) this.#unsaved.set(entry.mutation.id, entry);
  }

  /** What could not be written yet. */
  get unsaved(): readonly Entry[] {
    return [...this.#unsaved.values()];
  }

  /** Undefined where nothing can be read. */
  async load(): Promise<Loaded | undefined> {
    const found = await this.#tried(loaded);
    return found && { ...found, outbox: found.outbox.filter(({ mutation }) => !this.#confirmed.has(mutation.id)) };
  }

  async keepClient(client: Id): Promise<void> {
    await this.#tried((db) => db.put("meta", client, "client"));
  }

  /** Adds to the outbox. */
  async add(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#unsaved.set(entry.mutation.id, entry);
    const wanted = this.unsaved;
    const came = await this.#tried((db) => add(db, wanted));
    if (!came) return;
    for (const entry of wanted) this.#unsaved.delete(entry.mutation.id);
    if (came === "lost") this.#onChange("lost");
  }

  /** Takes up an answer: what was confirmed leaves the outbox in the very transaction that stores the rows. */
  async take(step: Step): Promise<void> {
    this.forgetUnsaved(step.taken.answered);
    for (const id of step.taken.answered) this.#confirmed.add(id);
    const confirmed = [...this.#confirmed];
    const wantsWhole = step.isLong || this.#isBehind || this.#fresh > MANY;
    const came: Writing | undefined = await this.#tried((db) => write(db, step, confirmed, { wantsWhole }));
    this.#isBehind = came === undefined;
    if (came === "newer") this.#onChange("newer");
    if (came !== "step" && came !== "whole") return;
    for (const id of confirmed) this.#confirmed.delete(id);
    this.#fresh = came === "whole" ? 0 : this.#fresh + freshOf(step.taken).length;
  }

  /** Writes everything again where the browser has lost it. */
  async refill(whole: Whole, cursor: string | null): Promise<void> {
    await this.#tried((db) => refill(db, whole, cursor));
  }

  /** Another tab has seen to it. */
  forgetUnsaved(ids: readonly Id[]): void {
    for (const id of ids) this.#unsaved.delete(id);
  }

  /** The page is being left. Where the browser refuses to store, the person was told to stay. */
  leave(): void {
    if (this.isKept && !this.#isOver()) keepLeft(this.#place, this.unsaved);
  }

  async forgetRefused(id: Id): Promise<void> {
    await this.#tried((db) => db.delete("refused", id));
  }

  close(): void {
    this.#over.abort();
    void this.#database?.then((db) => {
      db.close();
    }, ignored);
  }

  /** Browsers lose connections (iOS in the background): opened anew and tried once more. */
  async #tried<T>(work: (db: Database) => Promise<T>): Promise<T | undefined> {
    for (const isLast of [false, true]) {
      if (this.#isOver()) return undefined;
      try {
        const found = await this.#inTime(this.#opened().then(work));
        this.#is(true);
        return found;
      } catch (error) {
        if (this.#isOver()) return undefined;
        this.#database = undefined;
        if (isLast || isFinal(error)) this.#is(false);
        if (isFinal(error)) return undefined;
      }
    }
    return undefined;
  }

  /** By hand, since every action pays for it: of signals that follow others each one costs as much as the writing. */
  #inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((done, fail) => {
      const late = () => {
        fail(new DOMException("The database does not answer.", "TimeoutError"));
      };
      const timer = setTimeout(late, this.#patience);
      this.#over.signal.addEventListener("abort", late);
      void work.then(done, fail).finally(() => {
        clearTimeout(timer);
        this.#over.signal.removeEventListener("abort", late);
      });
    });
  }

  #opened(): Promise<Database> {
    this.#database ??= open(this.#place, (why) => {
      this.#database = undefined;
      if (why === "newer") {
        this.#over.abort();
        this.#is(false);
        this.#onChange("newer");
      }
      if (!this.#isOver()) this.#onChange(why === "removed" ? "removed" : "lost");
    });
    return this.#database;
  }

  #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  #is(kept: boolean): void {
    if (this.isKept === kept) return;
    this.isKept = kept;
    this.#onChange("kept");
  }
}

/** Trying again at once would not help. */
function isFinal(error: unknown): boolean {
  const name = error instanceof DOMException ? error.name : "";
  return ["QuotaExceededError", "SecurityError", "VersionError", "TimeoutError"].includes(name);
}

function ignored(): void {
  // Nobody waits for it any more.
}
