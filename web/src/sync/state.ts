/**
 * Whether, when and how much is sent: one state at a time, and what makes it another.
 *
 *                 ┌── wake: an action, a nudge, focus ──┐
 *                 ▼                                     │
 *  ┌─ more ─► sending ── all is said ─────────────────► idle
 *  └─────────────┤ ▲
 *                │ └── online, focus, or after 1 to 30 s ── waiting     (no answer, 429, 5xx)
 *                │ └── focus, or signed in ──────────── signed_out      (401: nothing is forgotten)
 *                │ └── focus, an action ───────────────── stuck         (the server cannot read us: a new version is due)
 *                └── too large: the same, half of it
 *
 * Only the tab that holds the lock is in any of these; see device.ts.
 */
export type State =
  | { readonly name: "idle" }
  | { readonly name: "sending"; readonly batch: number; readonly tries: number }
  | { readonly name: "waiting"; readonly tries: number; readonly milliseconds: number; readonly why: number }
  | { readonly name: "signed_out" }
  | { readonly name: "other_person" }
  | { readonly name: "stuck"; readonly detail: string };

/** `act`: the person has done something. `nudge`: the server has something. `look`: it is worth trying again. */
export type Wake = "act" | "nudge" | "look";

export type Event =
  | { readonly name: Wake | "time" | "said" | "more" | "signed_out" | "other_person" | "too_large" }
  | { readonly name: "failed"; readonly status: number; readonly retryAfter: number | undefined; readonly luck: number }
  | { readonly name: "misunderstood"; readonly detail: string };

export const BATCH = 200;
const [FIRST_MS, LONGEST_MS] = [1000, 30_000];

export function next(state: State, event: Event): State {
  switch (event.name) {
    case "said":
      return { name: "idle" };
    case "more":
      return { name: "sending", batch: batchOf(state), tries: 0 };
    case "failed": {
      const tries = triesOf(state) + 1;
      const milliseconds = Math.max(backoff(tries, event.luck), event.retryAfter ?? 0);
      return { name: "waiting", tries, milliseconds, why: event.status };
    }
    case "too_large":
      return { name: "sending", batch: Math.max(1, Math.floor(batchOf(state) / 2)), tries: triesOf(state) };
    case "signed_out":
      return { name: "signed_out" };
    case "other_person":
      return { name: "other_person" };
    case "misunderstood":
      return { name: "stuck", detail: event.detail };
    case "time":
      return sending(state);
    case "act":
    case "nudge":
      // Whoever keeps doing things must not hammer a server that is down, nor be told anew that they are signed out.
      return state.name === "idle" || state.name === "stuck" ? sending(state) : state;
    case "look":
      return state.name === "sending" ? state : sending(state);
  }
}

/** 1 to 2, 2 to 4, … and 15 to 30 seconds: `luck` from 0 to 1 keeps many devices from coming back as one. */
export function backoff(tries: number, luck: number): number {
  return Math.min(LONGEST_MS / 2, FIRST_MS * 2 ** (tries - 1)) * (1 + luck);
}

function sending(state: State): State {
  return { name: "sending", batch: BATCH, tries: triesOf(state) };
}

function triesOf(state: State): number {
  return state.name === "sending" || state.name === "waiting" ? state.tries : 0;
}

function batchOf(state: State): number {
  return state.name === "sending" ? state.batch : BATCH;
}
