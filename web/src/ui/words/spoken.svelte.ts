import { en, type Words } from "./en";

/**
 * The words of each language that has been spoken. English is there from the first moment; the others are files of their
 * own, which the service worker keeps, so that nobody loads what they do not read.
 */

type Code = "en" | "de" | "fr";

const KEY = "todo.language";
const AGAIN_MS = 30_000;
const LOAD: Record<Exclude<Code, "en">, () => Promise<Words>> = {
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
};

let known = $state.raw<Partial<Record<Code, Words>> & { readonly en: Words }>({ en });
const asked: Partial<Record<Code, Promise<void> | undefined>> = {};

/** Those of the language of a BCP 47 tag; English where it has none, and until they are loaded. */
export function spoken(tag: string): Words {
  const code = codeOf(tag);
  if (!known[code]) void loaded(code);
  return known[code] ?? known.en;
}

/** The words that were spoken here last are there: nobody sees English first who reads German. */
export function ready(): Promise<void> {
  return loaded(codeOf(kept() ?? navigator.language));
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
  return (asked[code] ??= code === "en" ? Promise.resolve() : load(code));
}

async function load(code: Exclude<Code, "en">): Promise<void> {
  try {
    const words = await LOAD[code]();
    known = { ...known, [code]: words };
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
