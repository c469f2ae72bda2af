import { pause } from "../lib/wait";

/** Between two attempts, where leading ended for no reason that we know. */
const AGAIN_MS = 1000;

/**
 * Who of a browser's tabs syncs: one at a time, and the next one when it is closed. Without Web Locks (plain http on
 * another host) each tab leads: they send the same mutations, which are applied once.
 */
export class Leadership {
  readonly #place: string;
  readonly #lead: (signal: AbortSignal) => Promise<void>;
  readonly #over: AbortSignal;
  /** Ends the waiting for the lock, or the leading. */
  #turn = new AbortController();
  #isSeizing = false;
  #isGivenUp = false;

  constructor(place: string, lead: (signal: AbortSignal) => Promise<void>, over: AbortSignal) {
    this.#place = place;
    this.#lead = lead;
    this.#over = over;
  }

  /** Leads when it is this tab's turn, until it gives up or is over; whoever has lost the lead stands in line again. */
  async stand(): Promise<void> {
    while (!this.#isOver) {
      const turn = new AbortController();
      const signal = AbortSignal.any([this.#over, turn.signal]);
      this.#turn = turn;
      try {
        await this.#inTurn(signal);
      } catch (error) {
        // The wish was taken back, or the lock was taken away: anything else is our fault, and no reason to stop.
        if (!signal.aborted && !isTaken(error)) told(error);
      } finally {
        turn.abort();
      }
      if (!this.#isSeizing) await pause(AGAIN_MS, this.#over);
    }
  }

  /** Takes the lead from a tab that does not answer: the browser may have put it to sleep with the lock in its hand. */
  seize(): void {
    this.#isSeizing = true;
    this.#turn.abort();
  }

  /** Leads no more, and never again. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#turn.abort();
  }

  get #isOver(): boolean {
    return this.#isGivenUp || this.#over.aborted;
  }

  async #inTurn(signal: AbortSignal): Promise<void> {
    const locks = (globalThis.navigator as Partial<Navigator>).locks;
    const how = this.#isSeizing ? { steal: true } : { signal };
    this.#isSeizing = false;
    if (locks) await locks.request(this.#place, how, () => this.#lead(signal));
    else await this.#lead(signal);
  }
}

/** As an error that nobody has caught. */
function told(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
