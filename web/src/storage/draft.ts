import { remembered } from "./who";

/**
 * Half a line outlives the page, which a newer version loads again, or a sign-in leaves for a while. It is of this tab
 * alone, and of whoever has typed it. Where the browser refuses to store, it is as it was without.
 */
export function draft(): string {
  try {
    return sessionStorage.getItem(key()) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(text: string): void {
  try {
    sessionStorage.setItem(key(), text);
  } catch {
    // As it was without.
  }
}

/** Of whoever has signed out. */
export function forgetDrafts(): void {
  try {
    sessionStorage.clear();
  } catch {
    // There are none.
  }
}

function key(): string {
  return `todo.draft.${remembered()?.id ?? ""}`;
}
