import type { Compared } from "../storage/database";

/** What two clocks of the device show, in milliseconds: that of the calendar, and one that only ever goes on. */
export interface Clocks {
  now(): number;
  steady(): number;
}

export const NEVER: Compared = { offset: null, heard: 0 };

/** Clocks that differ by less are as good as the same; an answer may have been on its way that long. */
const SAME_MS = 2000;
const SECOND_MS = 1000;

/**
 * The time of the server, on a device whose clock may be wrong by years, or be moved while the page is open. Of what was
 * done without a network only this is sure: it was after the server was heard last, after what was done before it, and
 * before it is sent.
 */
export class Clock {
  readonly #clocks: Clocks;
  #compared = NEVER;
  /** Of the server, and the steady one, when this page has heard of it. */
  #mark: { readonly time: number; readonly steady: number } | undefined;
  #last = 0;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  get compared(): Compared {
    return this.#compared;
  }

  /** What nobody can set shows. */
  steady(): number {
    return this.#clocks.steady();
  }

  now(): number {
    const [time, least] = [this.#shown, this.#least];
    // Put back, it shows less than has passed. Put forward, it may as well have slept.
    return time < least - SAME_MS ? least : time;
  }

  /** The time of an action: never before that of the one before it. */
  acted(): number {
    this.#last = Math.max(this.#last, this.#compared.heard, this.now());
    return this.#last;
  }

  /** What was done elsewhere in this browser was done before what is done next. */
  behind(time: number): void {
    if (time > this.#last) this.#last = time;
  }

  /** The clocks are to be compared before anything is sent: not yet done, or one of them has been moved since. */
  get isDoubtful(): boolean {
    return this.#mark === undefined || Math.abs(this.#shown - this.#least) > SAME_MS;
  }

  /** The server's clock shows this. `isIdle`: nothing waits that was done by a clock that was ahead. */
  hear(time: number, { isIdle }: { isIdle: boolean }): void {
    const measured = time - this.#clocks.now();
    // What was done until now was by another clock.
    if (this.#compared.offset === null) this.#last = 0;
    const isSame = this.#compared.offset !== null && Math.abs(measured - this.#compared.offset) < SAME_MS;
    const rounded = Math.abs(measured) < SAME_MS ? 0 : Math.round(measured / SECOND_MS) * SECOND_MS;
    this.#compared = { offset: isSame ? this.#compared.offset : rounded, heard: time };
    this.#mark = { time: this.#shown, steady: this.#clocks.steady() };
    if (isIdle) this.#last = Math.min(this.#last, time);
  }

  /** As another tab, or this browser before, has compared them. */
  adopt(compared: Compared): void {
    if (compared.heard > this.#compared.heard) this.#compared = compared;
  }

  get #shown(): number {
    return this.#clocks.now() + (this.#compared.offset ?? 0);
  }

  get #least(): number {
    return this.#mark ? this.#mark.time + this.#clocks.steady() - this.#mark.steady : 0;
  }
}
