import type { Words as Behind } from "./behind/en";
import { en, type Words as First } from "./en";

/**
 * The words of each language that has been spoken. Those of the first screen are there from the first moment in English;
 * those behind it, and the other languages, are files of their own, which the service worker keeps, so that nobody loads
 * what they do not read.
 */

export type Words = First & Behind;
type Code = "en" | "de" | "fr";
type Some = First & Partial<Behind>;

const KEY = "todo.language";
const AGAIN_MS = 30_000;
const FIRST: Record<Code, () => Promise<First>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
};
const BEHIND: Record<Code, () => Promise<Behind>> = {
  en: async () => (await import("./behind/en")).en,
  de: async () => (await import("./behind/de")).de,
  fr: async () => (await import("./behind/fr")).fr,
};

let known = $state.raw<Partial<Record<Code, Some>> & { readonly en: Some }>({ en });
let asked: Partial<Record<Code, Promise<void> | undefined>> = { en: Promise.resolve() };
let isBehindWanted = false;

/** Those of the language of a BCP 47 tag; English where it has none, and until they are loaded. */
export function spoken(tag: string): Some {
  const code = codeOf(tag);
  if (!asked[code]) void loaded(code);
  return known[code] ?? known.en;
}

/** The words that were spoken here last are there: nobody sees English first who reads German. */
export function ready(): Promise<void> {
  return loaded(codeOf(kept() ?? navigator.language));
}

/** For what is not on the first screen: all words of the language are there. */
export function readyBehind(tag: string): Promise<void> {
  if (!isBehindWanted) asked = {};
  isBehindWanted = true;
  return loaded(codeOf(tag));
}

export function codeOf(tag: string): Code {
  const code = tag.split("-", 1)[0]?.toLowerCase() ?? "";
  return code === "de" || code === "fr" ? code : "en";
}

/** To begin with next time. */
export function keepTongue(tag: string): void {
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // A browser that stores nothing begins in its own language again.
  }
}

function loaded(code: Code): Promise<void> {
  return (asked[code] ??= load(code));
}

async function load(code: Code): Promise<void> {
  try {
    const [first, behind] = await Promise.all([FIRST[code](), isBehindWanted ? BEHIND[code]() : {}]);
    known = { ...known, [code]: { ...first, ...behind } };
  } catch {
    // Without a network on the first day it is English until there is one.
    setTimeout(() => (asked[code] = undefined), AGAIN_MS);
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
