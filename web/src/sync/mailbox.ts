import { pause } from "../lib/wait";
import type { Wake } from "./state";

/** Reasons to wake, kept until somebody waits for one: none is missed while a request is under way. */
export class Mailbox {
  readonly #reasons = new Set<Wake>();
  #ring: (() => void) | undefined;

  wake(why: Wake): void {
    this.#reasons.add(why);
    this.#ring?.();
  }

  /** The most urgent reason, or `time` after so many milliseconds. */
  async next(signal: AbortSignal, milliseconds?: number): Promise<Wake | "time"> {
    if (this.#reasons.size === 0) {
      const rung = new AbortController();
      this.#ring = () => {
        rung.abort();
      };
      await pause(milliseconds ?? FOREVER_MS, AbortSignal.any([signal, rung.signal]));
      this.#ring = undefined;
    }
    for (const why of ["look", "nudge", "act"] as const) if (this.#reasons.delete(why)) return why;
    return "time";
  }
}

/** Timers end at 2^31 milliseconds; to look once an hour does no harm. */
const FOREVER_MS = 3_600_000;
