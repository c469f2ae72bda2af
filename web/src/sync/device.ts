import { idMaker } from "../lib/ids";
import { pause } from "../lib/wait";
import type { Entry, Wish } from "../model/mutation";
import type { Taken } from "../model/replica";
import type { Id, Instant } from "../model/row";
import type { Tables } from "../model/table";
import type { Refused } from "../storage/refused";
import { keepSynced } from "../storage/synced";
import { lastWords, type Side } from "./exchange";
import { Clock } from "./clock";
import { Leadership } from "./leader";
import { type Loop, run } from "./loop";
import { Mailbox } from "./mailbox";
import type { Network } from "./network";
import { type News, Party } from "./party";
import type { State } from "./state";
import { hear, type Hearing } from "./stream";
import { type Deed, inverse, Undoing } from "./undoing";

export type { News } from "./party";

/** The world outside, which tests replace. */
export interface World {
  readonly network: Network;
  /** The clock of the device, in milliseconds since 1970. */
  now(): number;
  /** A clock that nobody can set, in milliseconds since whenever. */
  steady(): number;
  /** From 0 to 1. */
  luck(): number;
  /** What the database, the lock and the channel of an account are called in this browser. */
  place(account: Id): string;
  /** So long a tab that leads may be silent before another one takes the lead from it, in milliseconds. */
  readonly patience?: number;
  /** What `steps` was when the page was left. */
  readonly steps?: string | undefined;
}

export interface Status {
  readonly state: State;
  /** Mutations that the server has not confirmed. */
  readonly waiting: number;
  /** False where the browser does not store: what waits is lost when the last tab is closed. */
  readonly isKept: boolean;
  readonly refused: readonly Refused[];
  /** A newer version of the program has been here: this page is to be loaded again. */
  readonly isOutdated: boolean;
  /** The rows have been read whole at least once, now or before. */
  readonly isComplete: boolean;
}

const PATIENCE_MS = 10_000;

/** An account's data on this device: what the screens show, and everything that they can do. */
export class Device {
  readonly rows: Tables;
  readonly account: Id;
  readonly #world: World;
  readonly #party: Party;
  readonly #leadership: Leadership;
  readonly #mailbox = new Mailbox();
  readonly #ids: ReturnType<typeof idMaker>;
  readonly #undoing: Undoing;
  readonly #over = new AbortController();
  readonly #onNews: (news: News) => void;
  #hidden = new AbortController();
  #looked = new AbortController();
  #named: string | undefined;
  /** The session of this browser is ours. */
  #isSure = false;
  readonly #clock: Clock;

  private constructor(account: Id, world: World, onNews: (news: News) => void) {
    this.account = account;
    this.#world = world;
    this.#onNews = onNews;
    this.#undoing = new Undoing(world.steps);
    this.#clock = new Clock(world);
    this.#ids = idMaker(() => this.now());
    const place = world.place(account);
    this.#leadership = new Leadership(place, (signal) => this.#lead(signal), this.#over.signal);
    this.#party = new Party(place, this.#clock, this.#ids.make(), {
      onNews,
      onWake: (why) => {
        this.#mailbox.wake(why);
      },
      onEntries: (entries) => {
        for (const { mutation } of entries) this.#ids.behind(mutation.id);
        for (const { mutation, isByDevice } of entries) if (!isByDevice) this.#clock.behind(Date.parse(mutation.at));
      },
      onOutdated: () => {
        this.#leadership.giveUp();
      },
    });
    this.rows = this.#party.holding.shown;
  }

  /** With what is stored of the account; `lead` begins to sync. */
  static async open(account: Id, world: World, onNews: (news: News) => void): Promise<Device> {
    const device = new Device(account, world, onNews);
    await device.#party.open();
    return device;
  }

  get status(): Status {
    const { state, isKept, isPaging, holding } = this.#party;
    const { waiting, refused, isOutdated, cursor } = holding;
    return { state, waiting, isKept, refused, isOutdated, isComplete: cursor !== null && !isPaging };
  }

  /** What the server's clock shows, in milliseconds since 1970, as far as we know. */
  now(): number {
    return this.#clock.now();
  }

  hearTime(time: number): void {
    this.#clock.hear(time, { isIdle: this.#party.holding.waiting === 0 });
  }

  newId(): Id {
    return this.#ids.make();
  }

  /** Does the wishes as one: shown at once, stored next, sent after that. `label` says what it was, for undo. */
  act(label: string, ...wishes: readonly Wish[]): Deed {
    const deed = this.#did(label, this.#entries(wishes));
    this.#undoing.did(deed);
    return deed;
  }

  /** Does what the person has not asked for, and so is nothing to undo. */
  note(...wishes: readonly Wish[]): void {
    this.#did("", this.#entries(wishes));
  }

  /** What can be undone and done again, as text. */
  get steps(): string {
    return this.#undoing.text;
  }

  /** What `undo` would take back. */
  get undoable(): Deed | undefined {
    return this.#undoing.last;
  }

  undo(): Deed | undefined {
    return this.#undoing.undo((deed) => this.#takeBack(deed));
  }

  redo(): Deed | undefined {
    return this.#undoing.redo((deed) => this.#takeBack(deed));
  }

  /** The person has seen what was refused. */
  forgetRefused(id: Id): void {
    this.#party.forgetRefused(id);
  }

  /** It is worth trying now: the window has come to the front, there is network again, somebody has signed in. */
  look(): void {
    this.#hidden = this.#hidden.signal.aborted ? new AbortController() : this.#hidden;
    this.#looked.abort();
    this.#looked = new AbortController();
    this.#mailbox.wake("look");
    this.#party.wake("look");
    this.#party.hello();
    void this.#expectLeader();
  }

  /** Ends when what was done so far is stored, where that is possible. */
  stored(): Promise<void> {
    return this.#party.keep([]);
  }

  /** Nobody looks: the stream of events is closed. */
  hide(): void {
    this.#hidden.abort();
  }

  /** The page is being left: what waits is sent without waiting for what comes of it. */
  leave(): void {
    this.#party.leave();
    const request = this.#isSure ? lastWords(this.#side()) : undefined;
    if (request) this.#world.network.leave("/sync", request);
  }

  /** Syncs, whenever this tab is the one that does; the one that does now is to look: somebody may have signed in. */
  lead(): Promise<void> {
    this.#party.wake("look");
    void this.#expectLeader();
    return this.#leadership.stand();
  }

  /** Leaves: other tabs too, where the person has signed out. */
  close({ hasLeft = false } = {}): void {
    this.#over.abort();
    this.#party.close({ hasLeft });
  }

  async #lead(signal: AbortSignal): Promise<void> {
    const { account } = this;
    const hidden = () => this.#hidden.signal;
    const loop: Loop = {
      side: this.#side(),
      network: this.#world.network,
      mailbox: this.#mailbox,
      account,
      onState: (state) => {
        this.#party.goes(state);
      },
      onSure: (isSure) => {
        this.#isSure = isSure;
      },
      isClockDoubtful: () => this.#clock.isDoubtful,
      hidden,
    };
    const looked = () => this.#looked.signal;
    const hearing: Hearing = { world: this.#world, onCursor: this.#hearCursor, hidden, looked };
    try {
      await this.#party.lead();
      void hear(hearing, signal);
      await run(loop, signal);
    } finally {
      this.#isSure = false;
      this.#party.follow();
    }
  }

  /** A browser may have put the leader to sleep; then whoever is looked at leads. */
  async #expectLeader(): Promise<void> {
    const { heard } = this.#party;
    const signal = AbortSignal.any([this.#over.signal, this.#hidden.signal]);
    await pause(this.#world.patience ?? PATIENCE_MS, signal);
    if (!signal.aborted && !this.#party.isLeading && this.#party.heard === heard) this.#leadership.seize();
  }

  #side(): Side {
    const { holding } = this.#party;
    return {
      account: this.account,
      get cursor() {
        return holding.cursor;
      },
      get client() {
        return holding.client;
      },
      get outbox() {
        return holding.outbox;
      },
      get waiting() {
        return holding.waiting;
      },
      now: () => this.now(),
      get offset() {
        return holding.clock.compared.offset;
      },
      luck: () => this.#world.luck(),
      heardTime: (time: number) => {
        this.hearTime(time);
        keepSynced(this.account, this.now());
      },
      took: (taken: Taken, cursor: string | null, refused: readonly Refused[], isLast: boolean) =>
        this.#party.took(taken, cursor, refused, isLast),
    };
  }

  #entries(wishes: readonly Wish[]): Entry[] {
    const { at, mark } = this.#acted();
    return wishes.map((wish) => ({ mutation: { ...wish, id: this.#ids.make(), at }, ...mark }));
  }

  #acted(): { readonly at: Instant; readonly mark: Pick<Entry, "isByDevice"> } {
    const at = new Date(this.#clock.acted()).toISOString();
    return { at, mark: this.#clock.compared.offset === null ? { isByDevice: true } : {} };
  }

  #did(label: string, entries: readonly Entry[]): Deed {
    const { holding } = this.#party;
    const parts = entries.map((entry) => ({ mutation: entry.mutation.id, changes: holding.act(entry) }));
    this.#onNews("rows");
    this.#onNews("status");
    void this.#party.keep(entries);
    return { group: parts[0]?.mutation ?? "", label, parts };
  }

  #takeBack(deed: Deed): Deed {
    const when = this.#acted();
    const entries = inverse(deed, () => this.#ids.make(), when.at);
    return this.#did(
      deed.label,
      entries.map((entry) => ({ ...entry, ...when.mark })),
    );
  }

  /** A cursor that is ours already is no news. */
  readonly #hearCursor = (cursor: string): void => {
    if (cursor !== this.#party.holding.cursor && cursor !== this.#named) this.#mailbox.wake("nudge");
    this.#named = cursor;
  };
}
