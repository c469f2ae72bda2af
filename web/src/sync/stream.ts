import { pause } from "../lib/wait";
import type { Network } from "./network";
import { backoff } from "./state";

export interface Hearing {
  readonly world: { readonly network: Network; steady(): number; luck(): number };
  readonly onCursor: (cursor: string) => void;
  /** Aborted when nobody looks any more. */
  readonly hidden: () => AbortSignal;
  /** Aborted when it is worth trying at once. */
  readonly looked: () => AbortSignal;
}

/** A stream that has held so long was a good one: the next is tried soon. */
const HELD_MS = 10_000;

/** Hears of changes while somebody looks, over one stream after the other. */
export async function hear({ world, onCursor, hidden, looked }: Hearing, signal: AbortSignal): Promise<void> {
  let tries = 0;
  while (!signal.aborted) {
    const shown = AbortSignal.any([signal, hidden()]);
    const began = world.steady();
    if (!shown.aborted) await world.network.listen(onCursor, shown);
    tries = world.steady() - began > HELD_MS ? 1 : tries + 1;
    await pause(backoff(tries, world.luck()), AbortSignal.any([signal, looked()]));
  }
}
