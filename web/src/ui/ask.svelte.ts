import type { IconName } from "./icons";
import type { Color } from "../model/row";

/** One thing to choose in the palette. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  /** Said beside it, quietly. */
  readonly note?: string;
  readonly keys?: string;
  readonly icon?: IconName;
  readonly color?: Color | null;
  /** Of what can be more than one: whether it is. Choosing it leaves the palette open. */
  readonly isOn?: boolean;
}

/** A question whose answer is typed or chosen. */
export interface Question {
  readonly label: string;
  readonly begin?: string;
  /** The keys of its options answer it: see palette/chord.ts. */
  readonly hasLetters?: boolean;
  /** What can be chosen, given what is typed; everything there is if the question does not say. */
  readonly options?: (text: string) => readonly Option[];
}

let asked = $state.raw<Question | undefined>();
let ahead = "";

export function question(): Question | undefined {
  return asked;
}

export function ask(it: Question): void {
  asked = it;
  ahead = "";
}

/** What is typed before the palette is there, `\n` for Enter; Escape takes the question back. */
export function typeAhead(key: string): void {
  if (key === "Escape") stopAsking();
  else if (key === "Enter") ahead += "\n";
  else if (key.length === 1) ahead += key;
}

/** What has been typed ahead, once. */
export function takeAhead(): string {
  const typed = ahead;
  ahead = "";
  return typed;
}

export function stopAsking(): void {
  asked = undefined;
}

/** Those whose label has all the words, those that begin with them first. */
export function matching(options: readonly Option[], text: string): Option[] {
  const words = fold(text).split(/\s+/u).filter(Boolean);
  const found = options.filter(({ label }) => words.every((word) => fold(label).includes(word)));
  const rank = ({ label }: Option) => (fold(label).startsWith(words[0] ?? "") ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
