import { account } from "../app.svelte";
import { CATALOGUE } from "./catalogue";

export type Said = keyof typeof CATALOGUE;

const LANGUAGES = ["en", "de", "fr"];
const plurals = new Map<string, Intl.PluralRules>();

/** The person's language as a BCP 47 tag, for dates and numbers; the browser's until it is known. */
export function locale(): string {
  return account()?.language ?? navigator.language;
}

/** The text in the person's language, with its values filled in. */
export function say(key: Said, values: Readonly<Record<string, string | number>> = {}): string {
  const code = locale().split("-", 1)[0]?.toLowerCase() ?? "en";
  const forms = CATALOGUE[key][Math.max(0, LANGUAGES.indexOf(code))] ?? CATALOGUE[key][0];
  return chosen(forms, values["n"], code).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
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
