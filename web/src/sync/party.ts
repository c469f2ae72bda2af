import type { Entry } from "../model/mutation";
import type { Taken } from "../model/replica";
import type { Id } from "../model/row";
import { Keeping } from "../storage/keeping";
import type { Refused } from "../storage/refused";
import { SHAPE } from "../storage/shape";
import type { Clock } from "./clock";
import { Holding } from "./holding";
import type { State, Wake } from "./state";
import { type Message, type Tabs, tabsOf } from "./tabs";

/** `rows`: what is shown. `status`: how things are. `left`: signed out in another tab. */
export type News = "rows" | "status" | "left";

export interface Ears {
  onNews(news: News): void;
  onWake(why: Wake): void;
  /** Mutations that were made elsewhere: what is made from now on is behind them. */
  onEntries(entries: readonly Entry[]): void;
  /** A newer program is here, which leaves this one to read and to add. */
  onOutdated(): void;
}

/**
 * One tab among those of its browser: each shows and stores what is done in it and tells the others; one of them, the
 * leader, takes up the server's answers, stores them and tells the others how far it is.
 */
export class Party {
  readonly holding: Holding;
  readonly #keeping: Keeping;
  readonly #tabs: Tabs;
  readonly #ears: Ears;
  state: State = { name: "idle" };
  /** Rows are being read that are more than one answer. */
  isPaging = false;
  /** When such rows were shown last, or began to come, by the steady clock. */
  #shown = 0;
  #isOver = false;
  /** How far the leader is, by what it has told last. */
  #named: string | null = null;
  /** How often a leader was heard of. */
  heard = 0;

  constructor(place: string, clock: Clock, client: Id, ears: Ears) {
    this.#ears = ears;
    this.#keeping = new Keeping(place, (why) => {
      if (why === "newer") this.#outdated();
      if (why === "lost") void this.#reread();
      // Whoever signs out tells the other tabs, which may hear of that a little later.
      if (why === "removed") setTimeout(() => void this.#reread(), REMOVED_MS);
      if (why === "kept" && this.isKept) void this.#catchUp();
      ears.onNews("status");
    });
    this.holding = new Holding(this.#keeping, clock, client);
    this.#tabs = tabsOf(place, (message, shape) => {
      this.#hear(message, shape);
    });
  }

  get isKept(): boolean {
    return this.#keeping.isKept;
  }

  get isLeading(): boolean {
    return this.holding.hasNewest;
  }

  async open(): Promise<void> {
    await this.#read();
    if (this.#keeping.unsaved.length > 0) void this.keep([]);
    this.hello();
  }

  hello(): void {
    if (!this.isLeading) this.#tabs.tell({ name: "hello", entries: this.#stored });
  }

  wake(why: Wake): void {
    this.#tabs.tell({ name: "wake", why });
  }

  /** Others are told once it is stored, so that none can confirm what is written only after that. */
  async keep(entries: readonly Entry[]): Promise<void> {
    await this.#keeping.add(entries);
    this.#tabs.tell({ name: "acted", entries });
    this.#ears.onWake("act");
  }

  forgetRefused(id: Id): void {
    this.holding.forgetRefused(id);
    this.#tabs.tell({ name: "seen", refused: id });
    void this.#keeping.forgetRefused(id);
    this.#ears.onNews("status");
  }

  /** From now on this tab takes up the answers: with everything that is stored, or waits in another tab. */
  async lead(): Promise<void> {
    await this.#read();
    this.holding.hasNewest = true;
    this.isPaging = false;
    this.#tabs.tell({ name: "leading" });
  }

  follow(): void {
    this.holding.hasNewest = false;
    this.isPaging = false;
  }

  goes(state: State): void {
    this.state = state;
    if (this.isPaging && state.name !== "sending") this.#ears.onNews("rows");
    if (!this.isPaging) this.#tellWhere();
    this.#ears.onNews("status");
  }

  /**
   * Takes up an answer: shown, stored, told to the other tabs. A long reading is stored when it is whole; it is shown
   * then too, and before that only when it breaks off or lasts: rows do not keep moving away under a finger.
   */
  async took(taken: Taken, cursor: string | null, refused: readonly Refused[], isLast: boolean): Promise<void> {
    const from = this.holding.cursor;
    this.#take(taken, cursor, refused, { isShown: isLast || this.#lasts() });
    const isLong = this.isPaging || !isLast || taken.reset;
    this.isPaging = isLong && !isLast;
    if (this.isPaging && taken.answered.length === 0) return;
    const clock = this.holding.clock.compared;
    await this.#keeping.take({ taken, from, cursor, refused, clock, isLong, whole: () => this.holding.whole });
    if (isLong) this.#tellWhere(taken.answered);
    else this.#tabs.tell({ name: "took", from, taken, cursor, refused });
  }

  /** A part of a long reading has come. */
  #lasts(): boolean {
    const now = this.holding.clock.steady();
    const lasts = this.isPaging && now - this.#shown > LASTS_MS;
    if (lasts || !this.isPaging) this.#shown = now;
    return lasts;
  }

  /** The page is being left, perhaps before what was done is stored. */
  leave(): void {
    this.#keeping.leave();
    this.#tabs.tell({ name: "acted", entries: this.#keeping.unsaved });
  }

  close({ hasLeft }: { hasLeft: boolean }): void {
    this.#isOver = true;
    if (hasLeft) this.#tabs.tell({ name: "left" });
    this.#tabs.close();
    this.#keeping.close();
  }

  /** What others may know of: what is still being written could be written after they have seen it confirmed. */
  get #stored(): readonly Entry[] {
    const writing = new Set(this.isKept ? this.#keeping.unsaved.map(({ mutation }) => mutation.id) : []);
    return this.holding.outbox.filter(({ mutation }) => !writing.has(mutation.id));
  }

  #tellWhere(answered: readonly Id[] = []): void {
    const { cursor, clock } = this.holding;
    this.#tabs.tell({ name: "at", cursor, state: this.state, answered, clock: clock.compared });
  }

  #take(taken: Taken, cursor: string | null, refused: readonly Refused[], { isShown = true } = {}): void {
    this.holding.take(taken, cursor, refused);
    const { reset, gone, answered, changes } = taken;
    const hasChanged = this.isPaging || reset || gone.length + answered.length > 0 || Object.keys(changes).length > 0;
    if (isShown && hasChanged) this.#ears.onNews("rows");
    this.#ears.onNews("status");
  }

  #hear(message: Message, shape: number): void {
    if (shape > SHAPE) this.#outdated();
    // An older program learns of this one, and leaves the rows to it.
    if (shape < SHAPE && isOfRows(message)) this.hello();
    else if (shape !== SHAPE && isOfRows(message)) void this.#reread();
    else this.#takeUp(message);
  }

  #takeUp(message: Message): void {
    switch (message.name) {
      case "acted":
      case "hello":
        this.#hearEntries(message.entries, { isAsked: message.name === "hello" });
        break;
      case "leading":
        this.heard += 1;
        if (this.#stored.length > 0) this.#tabs.tell({ name: "acted", entries: this.#stored });
        break;
      case "took":
      case "at":
      case "whole":
        // What a leader of before has told late is no news to the present one.
        if (!this.isLeading) this.#follow(message);
        break;
      case "ask":
        if (this.isLeading && !this.isPaging) this.#tabs.tell({ name: "whole", whole: this.holding.whole });
        break;
      case "wake":
        this.#ears.onWake(message.why);
        break;
      case "seen":
        this.holding.forgetRefused(message.refused);
        this.#ears.onNews("status");
        break;
      case "left":
        this.#ears.onNews("left");
        break;
    }
  }

  #hearEntries(entries: readonly Entry[], { isAsked }: { isAsked: boolean }): void {
    this.#ears.onEntries(entries);
    const { isNews, answered } = this.holding.hear(entries);
    if (isNews) this.#ears.onNews("rows");
    if (isNews) this.#ears.onWake("act");
    if (this.isLeading && (isAsked || answered.length > 0) && !this.isPaging) this.#tellWhere(answered);
  }

  #follow(message: Message & { readonly name: "took" | "at" | "whole" }): void {
    this.heard += 1;
    if (message.name === "whole") {
      this.holding.adopt(message.whole);
      this.#ears.onNews("rows");
    } else {
      this.#named = message.cursor;
      this.#followTo(message);
    }
    this.#ears.onNews("status");
  }

  #followTo(message: Message & { readonly name: "took" | "at" }): void {
    const { holding } = this;
    if (message.name === "at") {
      this.state = message.state;
      holding.clock.adopt(message.clock);
      holding.noteAnswered(message.answered);
      if (message.cursor !== holding.cursor) void this.#catchUp();
      else holding.drop(message.answered);
    } else if (message.from === holding.cursor) {
      this.#take(message.taken, message.cursor, message.refused);
    } else {
      holding.noteAnswered(message.taken.answered);
      void this.#catchUp();
    }
  }

  /** Whoever has missed something reads what the leader has stored, or asks it, where that cannot be read. */
  async #catchUp(): Promise<void> {
    await this.#reread();
    if (!this.isLeading && this.holding.cursor !== this.#named) this.#tabs.tell({ name: "ask" });
  }

  async #reread(): Promise<void> {
    if (this.#isOver) return;
    await this.#read();
    this.#ears.onNews("rows");
    this.#ears.onNews("status");
  }

  async #read(): Promise<void> {
    await this.holding.read();
    this.#ears.onEntries(this.holding.outbox);
    if (this.isLeading && this.holding.waiting > 0) this.#ears.onWake("act");
    if (this.holding.isOutdated) this.#ears.onOutdated();
  }

  #outdated(): void {
    this.holding.isOutdated = true;
    this.#ears.onOutdated();
    this.#ears.onNews("status");
  }
}

const REMOVED_MS = 250;
const LASTS_MS = 4000;

function isOfRows({ name }: Message): boolean {
  return name === "took" || name === "at" || name === "whole";
}
