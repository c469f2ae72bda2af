import { untrack } from "svelte";

import { question, typeAhead } from "./ask.svelte";
import type { IconName } from "./icons";
import { isTyping, keyOf } from "./keys";

/** Everything that a key or the palette can do now. Components offer theirs while they are there. */
export interface Command {
  readonly id: string;
  /** What it does, in words. */
  readonly label: string;
  /** See keys.ts; the first is the one that is shown. */
  readonly keys: readonly string[];
  readonly run: () => void;
  readonly icon?: IconName;
  /** Keys that answer what it asks, one of them right behind its own. */
  readonly then?: readonly string[];
  /** It is about the todo that is chosen or at hand. */
  readonly isOfTodo?: boolean;
  /** True of what only makes sense by its key: the palette leaves it out. */
  readonly isOnlyKey?: boolean;
}

type Offer = () => readonly Command[];

const KEPT_UNDER = "todo.letters";
const NEXT_KEY_MS = 1200;

let offers = $state.raw<readonly Offer[]>([]);
let hasLetters = $state(kept() !== "off");
let first: { key: string; at: number } | undefined;

export function commands(): Command[] {
  return offers.flatMap((offer) => [...offer()]);
}

/** Returns how to withdraw it: for `$effect(() => offer(...))`. */
export function offer(made: Offer): () => void {
  // Whoever offers in an effect is not to do so anew whenever somebody else does.
  offers = [...untrack(() => offers), made];
  return () => {
    offers = untrack(() => offers).filter((it) => it !== made);
  };
}

/** Whether single letters do things: WCAG 2.1.4 wants that they can be switched off. */
export function lettersOn(): boolean {
  return hasLetters;
}

export function setLetters(isOn: boolean): void {
  hasLetters = isOn;
  try {
    localStorage.setItem(KEPT_UNDER, isOn ? "on" : "off");
  } catch {
    // A browser that stores nothing: it holds until the page is closed.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    return null;
  }
}

/** Runs what the key stands for, if anything; two keys count as one where the second follows soon. */
export function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog:modal")) return;
  const key = keyOf(event);
  if (question()) {
    event.preventDefault();
    typeAhead(key === "Space" ? " " : key);
    return;
  }
  const isBare = !key.startsWith("Ctrl") && !key.startsWith("Alt");
  if (isTyping(event.target) && key !== "Ctrl+k") return;
  if (isBare && key.length === 1 && !hasLetters) return;
  const keys = first && event.timeStamp - first.at < NEXT_KEY_MS ? `${first.key} ${key}` : key;
  const all = commands();
  const found = all.findLast((it) => it.keys.includes(keys)) ?? all.findLast((it) => it.keys.includes(key));
  first = undefined;
  if (found) {
    event.preventDefault();
    found.run();
  } else if (all.some((it) => it.keys.some((name) => name.startsWith(`${key} `)))) {
    first = { key, at: event.timeStamp };
  }
}
