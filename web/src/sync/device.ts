import { idMaker } from "../lib/ids";
import { pause } from "../lib/wait";
import type { Entry, Wish } from "../model/mutation";
import { Replica, type Taken } from "../model/replica";
import { type Id, type Kind, KINDS } from "../model/row";
import type { Tables } from "../model/table";
import { Keeping, type Loaded } from "../storage/keeping";
import type { Refused } from "../storage/refused";
import type { Rows } from "../storage/shape";
import { led } from "./leader";
import { run } from "./loop";
import { Mailbox } from "./mailbox";
import type { Network } from "./network";
import type { State, Wake } from "./state";
import { type Message, type Tabs, tabsOf } from "./tabs";
import { type Deed, inverse, Undoing } from "./undoing";

/** The world outside, which tests replace. */
export interface World {
  readonly network: Network;
  /** The clock of the device, in milliseconds since 1970. */
  now(): number;
  /** From 0 to 1. */
  luck(): number;
  /** What the database, the lock and the channel of an account are called in this browser. */
  place(account: Id): string;
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

/** `rows`: what is shown. `status`: how things are. `left`: signed out in another tab. */
export type News = "rows" | "status" | "left";

const STREAM_AGAIN_MS = 15_000;

/** An account's data on this device: what the screens show, and everything that they can do. */
export class Device {
  readonly rows: Tables;
  readonly account: Id;
  readonly #world: World;
  readonly #place: string;
  readonly #onNews: (news: News) => void;
  readonly #replica = new Replica();
  readonly #keeping: Keeping;
  readonly #tabs: Tabs;
  readonly #mailbox = new Mailbox();
  readonly #ids: ReturnType<typeof idMaker>;
  readonly #undoing = new Undoing();
  readonly #over = new AbortController();
  #hidden = new AbortController();
  #client: Id;
  #cursor: string | null = null;
  #named: string | undefined;
  #offset = 0;
  #refused: readonly Refused[] = [];
  #state: State = { name: "idle" };
  #isOutdated = false;
  #isPaging = false;
  #isLeading = false;

  private constructor(account: Id, world: World, onNews: (news: News) => void) {
    this.account = account;
    this.#world = world;
    this.#onNews = onNews;
    this.rows = this.#replica.shown;
    this.#ids = idMaker(() => world.now());
    this.#client = this.#ids.make();
    this.#place = world.place(account);
    this.#keeping = new Keeping(this.#place, (why) => {
      if (why === "newer") this.#isOutdated = true;
      onNews("status");
    });
    this.#tabs = tabsOf(this.#place, (message) => {
      this.#hear(message);
    });
  }

  /** With what is stored of the account; `lead` begins to sync. */
  static async open(account: Id, world: World, onNews: (news: News) => void): Promise<Device> {
    const device = new Device(account, world, onNews);
    device.#adopt(await device.#keeping.load());
    device.#tabs.tell({ name: "hello" });
    return device;
  }

  get status(): Status {
    return {
      state: this.#state,
      waiting: this.#replica.waiting,
      isKept: this.#keeping.isKept,
      refused: this.#refused,
      isOutdated: this.#isOutdated,
      isComplete: this.#cursor !== null,
    };
  }

  /** What the server's clock shows, as far as we know. */
  now(): number {
    return this.#world.now() + this.#offset;
  }

  newId(): Id {
    return this.#ids.make();
  }

  /** Does the wishes as one: shown at once, stored next, sent after that. `label` says what it was, for undo. */
  act(label: string, ...wishes: readonly Wish[]): Deed {
    const at = new Date(this.#world.now()).toISOString();
    const entries = wishes.map((wish): Entry => ({ mutation: { ...wish, id: this.#ids.make(), at } }));
    const deed = this.#did(label, entries);
    this.#undoing.did(deed);
    return deed;
  }

  /** Does what the person has not asked for, and so is nothing to undo. */
  note(...wishes: readonly Wish[]): void {
    const at = new Date(this.#world.now()).toISOString();
    this.#did(
      "",
      wishes.map((wish) => ({ mutation: { ...wish, id: this.#ids.make(), at } })),
    );
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
    this.#forgetRefused(id);
    this.#tabs.tell({ name: "seen", refused: id });
    void this.#keeping.forgetRefused(id);
  }

  /** It is worth trying now: the window has come to the front, there is network again, somebody has signed in. */
  look(): void {
    this.#hidden = this.#hidden.signal.aborted ? new AbortController() : this.#hidden;
    this.#wake("look");
    if (!this.#isLeading) this.#tabs.tell({ name: "hello" });
  }

  /** Nobody looks: the stream of events is closed. */
  hide(): void {
    this.#hidden.abort();
  }

  /** Syncs, for as long as this tab is the one that does. */
  async lead(): Promise<void> {
    const signal = this.#over.signal;
    await led(
      this.#place,
      async () => {
        await this.#reload();
        // A newer program has stored rows of another shape, which this one must not write over.
        if (this.#isOutdated) return;
        this.#isLeading = true;
        void this.#listen(signal);
        await run(
          { side: this.#side(), network: this.#world.network, mailbox: this.#mailbox, ...this.#said() },
          signal,
        );
      },
      signal,
    );
  }

  /** Leaves: other tabs too, where the person has signed out. */
  close({ hasLeft = false } = {}): void {
    if (hasLeft) this.#tabs.tell({ name: "left" });
    this.#over.abort();
    this.#tabs.close();
    this.#keeping.close();
  }

  #said() {
    return {
      account: this.account,
      onState: (state: State) => {
        this.#state = state;
        if (!this.#isPaging) this.#tellWhere();
        this.#onNews("status");
      },
    };
  }

  #side() {
    const [replica, world] = [this.#replica, this.#world];
    const read = { cursor: () => this.#cursor, client: () => this.#client };
    return {
      get cursor() {
        return read.cursor();
      },
      get client() {
        return read.client();
      },
      get outbox() {
        return replica.outbox;
      },
      get waiting() {
        return replica.waiting;
      },
      now: () => world.now(),
      luck: () => world.luck(),
      heardTime: (offset: number) => {
        this.#offset = offset;
      },
      took: (taken: Taken, cursor: string | null, refused: readonly Refused[], isLast: boolean) =>
        this.#took(taken, cursor, refused, isLast),
    };
  }

  /** Takes up an answer: shown, stored, told to the other tabs. A long reading is stored when it is whole. */
  async #took(taken: Taken, cursor: string | null, refused: readonly Refused[], isLast: boolean): Promise<void> {
    const from = this.#cursor;
    this.#take(taken, cursor, refused);
    const isPage = this.#isPaging || !isLast || taken.reset;
    this.#isPaging = isPage && !isLast;
    if (this.#isPaging && taken.answered.length === 0) return;
    const wantsSnapshot = isPage || this.#keeping.wantsSnapshot;
    await this.#keeping.take({ taken, cursor, refused, ...(wantsSnapshot && { snapshot: this.#snapshot() }) });
    if (isPage && this.#keeping.isKept) this.#tellWhere();
    else this.#tabs.tell({ name: "took", from, taken, cursor, refused });
  }

  #tellWhere(): void {
    this.#tabs.tell({ name: "at", cursor: this.#cursor, state: this.#state });
  }

  #take(taken: Taken, cursor: string | null, refused: readonly Refused[]): void {
    this.#replica.take(taken);
    this.#cursor = cursor;
    this.#refused = [...this.#refused, ...refused];
    const hasChanged =
      taken.reset || taken.gone.length + taken.answered.length > 0 || Object.keys(taken.changes).length > 0;
    if (hasChanged) this.#onNews("rows");
    this.#onNews("status");
  }

  #snapshot(): Rows {
    const all = KINDS.map((kind: Kind) => [kind, [...this.#replica.synced(kind)]]);
    return Object.fromEntries(all) as Rows;
  }

  #did(label: string, entries: readonly Entry[]): Deed {
    const parts = entries.map((entry) => ({ mutation: entry.mutation.id, changes: this.#replica.act(entry) }));
    this.#onNews("rows");
    this.#onNews("status");
    void this.#keep(entries);
    return { group: parts[0]?.mutation ?? "", label, parts };
  }

  /** Others are told once it is stored, so that none can confirm what is written only after that. */
  async #keep(entries: readonly Entry[]): Promise<void> {
    await this.#keeping.add(entries);
    this.#tabs.tell({ name: "acted", entries });
    this.#mailbox.wake("act");
  }

  #takeBack(deed: Deed): Deed {
    const at = new Date(this.#world.now()).toISOString();
    return this.#did(
      deed.label,
      inverse(deed, () => this.#ids.make(), at),
    );
  }

  #wake(why: Wake): void {
    this.#mailbox.wake(why);
    this.#tabs.tell({ name: "wake", why });
  }

  #forgetRefused(id: Id): void {
    this.#refused = this.#refused.filter(({ mutation }) => mutation.id !== id);
    this.#onNews("status");
  }

  #hear(message: Message): void {
    switch (message.name) {
      case "acted":
        for (const entry of message.entries) this.#hearEntry(entry);
        this.#mailbox.wake("act");
        this.#onNews("rows");
        break;
      case "took":
        // Whoever has missed something reads what the leader has stored.
        if (message.from === this.#cursor) this.#take(message.taken, message.cursor, message.refused);
        else void this.#reload();
        break;
      case "at":
        this.#state = message.state;
        if (message.cursor !== this.#cursor) void this.#reload();
        this.#onNews("status");
        break;
      case "wake":
        this.#mailbox.wake(message.why);
        break;
      case "seen":
        this.#forgetRefused(message.refused);
        break;
      case "hello":
        if (this.#isLeading) this.#tellWhere();
        break;
      case "left":
        this.#onNews("left");
        break;
    }
  }

  #hearEntry(entry: Entry): void {
    this.#ids.behind(entry.mutation.id);
    if (!this.#replica.has(entry.mutation.id)) this.#replica.act(entry);
  }

  /** As it is stored; what could not be stored stays. */
  async #reload(): Promise<void> {
    const loaded = await this.#keeping.load();
    if (this.#keeping.isKept) this.#adopt(loaded);
    this.#onNews("rows");
    this.#onNews("status");
  }

  #adopt({ rows, cursor, outbox, refused, client, isNewer }: Loaded): void {
    for (const { mutation } of outbox) this.#ids.behind(mutation.id);
    this.#replica.load(rows, [...outbox, ...this.#keeping.unsaved]);
    this.#cursor = cursor;
    this.#refused = refused;
    this.#isOutdated ||= isNewer;
    if (client) this.#client = client;
    else void this.#keeping.keepClient(this.#client);
  }

  /** Hears of changes while somebody looks. A cursor that is ours already is no news. */
  async #listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const shown = AbortSignal.any([signal, this.#hidden.signal]);
      const onCursor = (cursor: string) => {
        if (cursor !== this.#cursor && cursor !== this.#named) this.#mailbox.wake("nudge");
        this.#named = cursor;
      };
      if (!shown.aborted) await this.#world.network.listen(onCursor, shown);
      await pause(STREAM_AGAIN_MS * (1 + this.#world.luck()), signal);
    }
  }
}
