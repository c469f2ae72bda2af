import { untrack } from "svelte";

import { account } from "../app.svelte";
import { codeOf, readyBehind, spoken, type Words } from "./spoken.svelte";

export type Said = keyof Words;

const plurals = new Map<string, Intl.PluralRules>();

/** The person's language as a BCP 47 tag, for dates and numbers; the browser's until it is known. */
export function locale(): string {
  return account()?.language ?? navigator.language;
}

/** The text in the person's language, with its values filled in. */
export function say(key: Said, values: Readonly<Record<string, string | number>> = {}): string {
  const forms = chosen(spoken(locale())[key] ?? "", values["n"], codeOf(locale()));
  return forms.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** Whatever is loaded behind the first screen waits for its words. */
export function wordsBehind(): Promise<void> {
  return readyBehind(untrack(locale));
}

/** For words that only the data knows: whether there is a text for them. */
export function isSaid(key: string): key is Said {
  return Object.hasOwn(spoken(locale()), key);
}

function chosen(forms: string, n: string | number | undefined, code: string): string {
  const [one = "", other] = forms.split("|", 2);
  if (other === undefined) return one;
  return rules(code).select(Number(n ?? 0)) === "one" ? one : other;
}

function rules(code: string): Intl.PluralRules {
  const found = plurals.get(code) ?? new Intl.PluralRules(code);
  plurals.set(code, found);
  return found;
}
