import type { Entry } from "../model/mutation";

/**
 * What was done so shortly before a page was left that the database, busy with something else, had not written it: what
 * waits for its turn there goes with the page. It stands here, where writing takes no time, until the next page is open.
 */

export function keepLeft(place: string, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  try {
    localStorage.setItem(nameOf(place), JSON.stringify([...left(place), ...entries]));
  } catch {
    // A browser that stores nothing, or not so much.
  }
}

/** Once: whoever takes it stores it, or leaves it again. */
export function takeLeft(place: string): readonly Entry[] {
  const found = left(place);
  if (found.length > 0) forgetLeft(place);
  return found;
}

export function forgetLeft(place: string): void {
  try {
    localStorage.removeItem(nameOf(place));
  } catch {
    // There is none.
  }
}

function left(place: string): readonly Entry[] {
  try {
    return JSON.parse(localStorage.getItem(nameOf(place)) ?? "[]") as Entry[];
  } catch {
    return [];
  }
}

/** Another number where the shape of a mutation changes. */
function nameOf(place: string): string {
  return `${place}.left.1`;
}
