import { untrack } from "svelte";

import { codeOf, type Code, wordsOf } from "../../model/quick/files";
import type { Reader } from "../../model/quick/reader";
import { locale } from "../words/say";

/**
 * What reads quick add in the person's language. It is more code and words than a first screen takes, and so is loaded
 * behind that; whoever is faster waits for it, so that no line is taken for what it does not say.
 */

let known = $state.raw<{ readonly code: Code; readonly read: Reader }>();
let asked: { readonly code: Code; readonly read: Promise<Reader> } | undefined;

/** Undefined until it is there; what has asked in a template or `$derived` hears of it then. */
export function reader(): Reader | undefined {
  const code = codeOf(locale());
  if (known?.code === code) return known.read;
  loaded(code).catch(ignored);
  return undefined;
}

/** Fails where it can be had from neither the device nor the network. */
export function readerSoon(): Promise<Reader> {
  return loaded(codeOf(untrack(locale)));
}

function loaded(code: Code): Promise<Reader> {
  if (asked?.code !== code) asked = { code, read: load(code) };
  return asked.read;
}

async function load(code: Code): Promise<Reader> {
  try {
    const [{ reader: readerOf }, words] = await Promise.all([import("../../model/quick/reader"), wordsOf(code)]);
    const read = readerOf(code, words);
    known = { code, read };
    return read;
  } catch (error) {
    asked = undefined;
    throw error;
  }
}

function ignored(): void {
  // Whoever needs it asks again.
}
