/* eslint-disable svelte/prefer-svelte-reactivity -- the set is replaced, never changed */
import type { Id } from "../model/row";

/** Which sections and lists are folded away on this device. */

const KEY = "todo.folded";
/** What was folded longest ago is forgotten first. */
const MOST = 500;

let folded = $state.raw<ReadonlySet<Id>>(new Set(kept()));

export function isFolded(id: Id): boolean {
  return folded.has(id);
}

/** Folds it, or unfolds it. */
export function turn(id: Id): void {
  const next = new Set(folded);
  if (!next.delete(id)) next.add(id);
  folded = next;
  try {
    localStorage.setItem(KEY, JSON.stringify([...next].slice(-MOST)));
  } catch {
    // A browser that stores nothing: it holds until the page is closed.
  }
}

function kept(): Id[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
