import type { Id, Instant } from "../model/row";

/** When this browser last had an answer of the server, by the server's clock: also known after a start without a network. */

const KEY = "todo.synced";

interface Kept {
  readonly account: Id;
  readonly at: Instant;
}

export function keepSynced(account: Id, milliseconds: number): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ account, at: new Date(milliseconds).toISOString() } satisfies Kept));
  } catch {
    // Where nothing is stored it is not asked for.
  }
}

export function syncedAt(account: Id): Instant | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Kept | null;
    return kept?.account === account ? kept.at : undefined;
  } catch {
    return undefined;
  }
}

export function forgetSynced(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
