import { pause } from "../lib/wait";
import { exchange, type Side } from "./exchange";
import type { Mailbox } from "./mailbox";
import type { Network } from "./network";
import { BATCH, type Event, next, type State } from "./state";

export interface Loop {
  readonly side: Side;
  readonly network: Network;
  readonly mailbox: Mailbox;
  /** Whose session the browser is in. */
  readonly account: string;
  onState(state: State): void;
  /** Whether the session is known to be that of the account. */
  onSure(isSure: boolean): void;
  /** The clock may have been moved since it was compared with the server's. */
  isClockDoubtful(): boolean;
  /** Aborted when nobody looks any more: then nothing is put off. */
  hidden(): AbortSignal;
}

/** What is done within this time is sent together. */
const TOGETHER_MS = 50;

/** Goes from state to state until the signal is aborted; begins with a look. */
export async function run(loop: Loop, signal: AbortSignal): Promise<void> {
  let state: State = { name: "sending", batch: BATCH, tries: 0 };
  let isSure = false;
  while (!signal.aborted) {
    loop.onState(state);
    if (state.name === "sending") {
      if (loop.isClockDoubtful()) isSure = false;
      const event: Event | undefined = isSure ? undefined : await whoseSession(loop, signal);
      isSure = event === undefined;
      loop.onSure(isSure);
      state = next(state, event ?? (await exchange(loop.side, loop.network, state, signal)));
    } else {
      const why = await loop.mailbox.next(signal, state.name === "waiting" ? state.milliseconds : undefined);
      if (why === "look" || state.name === "signed_out") isSure = false;
      if (why === "act") await pause(TOGETHER_MS, AbortSignal.any([signal, loop.hidden()]));
      state = next(state, { name: why });
    }
  }
}

/** Somebody else may have signed in in this browser: their session must not be given this outbox. */
async function whoseSession({ network, account, side }: Loop, signal: AbortSignal): Promise<Event | undefined> {
  const { status, body, retryAfter, date } = await network.read("/me", signal);
  if (date !== undefined) side.heardTime(date);
  const id = status === 200 ? (body as { id?: unknown } | null)?.id : undefined;
  if (typeof id === "string") return id === account ? undefined : { name: "other_person" };
  if (status === 401) return { name: "signed_out" };
  return { name: "failed", status: status === 200 ? 0 : status, retryAfter, luck: side.luck() };
}
