import { untrack } from "svelte";

/** What is said about what was just done: seen for a while, and read out. */
export interface Toast {
  readonly number: number;
  readonly text: string;
  readonly canUndo: boolean;
}

const SHOWN_MS = 8000;

let shown = $state.raw<Toast | undefined>();
let spoken = $state("");
let number = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export function shownToast(): Toast | undefined {
  return shown;
}

/** What a screen reader is told, where nothing is to be seen. */
export function announcement(): string {
  return spoken;
}

export function toast(text: string, { undo = false } = {}): void {
  shown = { number: ++number, text, canUndo: undo };
  hold();
  letGo();
}

/** Something was done since: what is offered would take that back. */
export function outdate(): void {
  if (untrack(() => shown)?.canUndo) dismiss();
}

export function announce(text: string): void {
  // The same words twice are two announcements only if they differ.
  spoken = untrack(() => spoken) === text ? `${text}\u00a0` : text;
}

/** While somebody points at it, it stays. */
export function hold(): void {
  clearTimeout(timer);
}

export function letGo(): void {
  timer = setTimeout(dismiss, SHOWN_MS);
}

export function dismiss(): void {
  clearTimeout(timer);
  shown = undefined;
}
