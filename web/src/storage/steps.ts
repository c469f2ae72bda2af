import type { Id } from "../model/row";

/** What can be undone, from one loading of a page to the next: of one tab, and forgotten with it. */

/** Another number where the shape of a step changes. */
const KEPT_UNDER = "todo.steps.1";

export function keepSteps(account: Id, steps: string): void {
  try {
    sessionStorage.setItem(KEPT_UNDER, JSON.stringify({ account, steps }));
  } catch {
    // A browser that stores nothing, or not so much: undo then begins anew.
  }
}

/** Those of the account, once. */
export function takeSteps(account: Id): string | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT_UNDER) ?? "{}") as { account?: Id; steps?: string };
    forgetSteps();
    return kept.account === account ? kept.steps : undefined;
  } catch {
    return undefined;
  }
}

export function forgetSteps(): void {
  try {
    sessionStorage.removeItem(KEPT_UNDER);
  } catch {
    // There are none.
  }
}
