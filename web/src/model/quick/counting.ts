import { expression, type Language, matchAt } from "./language";

/** Which phrases count, and which are rather part of the title. */

/** A phrase that may count. */
export interface Candidate {
  start: number;
  end: number;
  /** The day, if the phrase names one. */
  on?: number | undefined;
  at?: number | undefined;
  strength: string;
}

const NOTHING = /[\s,.;!?)]*/y;
const LAST_WORD = expression("([\\w.'’]+)\\s*$", "u");
const NEXT_WORD = expression("\\s*([\\w'’]+|@)?", "uy");
const STOP = /\s*[,.;:!?)–—-]/y;
const WORDS = expression("\\w+", "gu");
/** Characters: no word that is looked for is longer. */
const NEAR = 40;

/** Those that are rather part of the title. Seen from the end, so that what counts makes room. */
export function refused(text: string, candidates: readonly Candidate[], language: Language): Set<number> {
  const found = connected(text, candidates, language);
  const hasDay = candidates.some((it) => it.on !== undefined);
  let end = text.length;
  for (const candidate of [...candidates].reverse()) {
    const isAtEnd = candidate.end + (matchAt(NOTHING, text, candidate.end)?.[0].length ?? 0) >= end;
    if (found.has(candidate.start) || !counts(text, candidate, language, isAtEnd, hasDay)) found.add(candidate.start);
    else if (isAtEnd) end = candidate.start;
  }
  return found;
}

/** `tuesday or friday`, `from 5pm to 6pm`: no single date, so both stay. */
function connected(text: string, candidates: readonly Candidate[], language: Language): Set<number> {
  const found = new Set<number>();
  candidates.slice(1).forEach((other, index) => {
    const one = candidates[index];
    if (!one) return;
    const between = text.slice(one.end, other.start).trim().toLowerCase();
    const areDays = one.on !== undefined && other.on !== undefined;
    if (language.lists("connecting").has(between) || (areDays && (between === "" || between === ","))) {
      for (const { start, end } of [one, other]) for (let place = start; place < end; place += 1) found.add(place);
    }
  });
  return found;
}

function counts(text: string, it: Candidate, language: Language, isAtEnd: boolean, hasDay: boolean): boolean {
  const before = wordBefore(text, it.start);
  if (isOfTitle(text, it, before, language)) return false;
  switch (it.strength) {
    case "strong":
      return true;
    case "named":
      if (language.lists("not_before_weekday").has(before)) return false;
      return isAtEnd || before === "" || goesOn(text, it.end, language);
    case "beside":
      return isAtEnd && hasDay;
    case "clock":
      return isAtEnd && isRound(it.at) && !isAmount(text.slice(0, it.start), language);
    default:
      if (before === "" && text.startsWith(":", it.end)) return true; // `Sat: brunch`
      return isAtEnd && before !== "" && !language.lists("not_before_weak").has(before);
  }
}

/** What no phrase is that counts, however sure its words are. */
function isOfTitle(text: string, it: Candidate, before: string, language: Language): boolean {
  const isNumber = /[0-9]/.test(text.charAt(it.start));
  return (
    language.lists("not_before").has(before) ||
    language.lists("not_behind").has(nextWord(text, it.end)) ||
    (isNumber && isNumbered(text, before, language)) ||
    /[([]$/.test(text.slice(0, it.start)) ||
    isName(text, it, before, language)
  );
}

/** `watch 28 Days Later`, `buy Sunday Times`: by capital letters, where a language has them for names. */
function isName(text: string, it: Candidate, before: string, language: Language): boolean {
  const phrase = text.slice(it.start, it.end);
  if (!language.data.capitals_are_names || isUpper(text)) return false;
  if (language.lists("media").has(before) && /^[\p{Lu}0-9]/u.test(phrase)) return true;
  if (!/^\s+\p{Lu}/u.test(text.slice(it.end, it.end + NEAR)) || /[0-9]/.test(phrase)) return false;
  if (before !== "") return /^\p{Lu}/u.test(phrase);
  const words = phrase.split(/\s+/).slice(1);
  return words.some((word) => /^\p{Lu}/u.test(word) && !language.capitals.has(word.toLowerCase()));
}

function isUpper(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}

/** `room 1415`, `Beethoven's 5th`, `read John 3:16`. */
function isNumbered(text: string, before: string, language: Language): boolean {
  if (language.lists("numbered").has(before) || before.endsWith("'s")) return true;
  return language.lists("verses").has(before) && language.lists("media_first").has(nextWord(text, 0));
}

function isAmount(before: string, language: Language): boolean {
  const words = before.slice(-200).toLowerCase().match(WORDS) ?? [];
  return words.some((word) => language.lists("amounts").has(word));
}

/** The word in front; empty at the beginning of the line. */
function wordBefore(text: string, start: number): string {
  const near = text.slice(Math.max(0, start - NEAR), start);
  const found = LAST_WORD.exec(near)?.[1];
  if (found === undefined) return near.trim();
  return found.toLowerCase().replaceAll("’", "'").replace(/\.+$/, "");
}

/** What stands behind is no noun that the phrase would belong to: `friday about the trip`, not `friday tickets`. */
function goesOn(text: string, end: number, language: Language): boolean {
  return Boolean(matchAt(STOP, text, end)) || language.lists("goes_on").has(nextWord(text, end));
}

function nextWord(text: string, end: number): string {
  return (matchAt(NEXT_WORD, text, end)?.[1] ?? "").toLowerCase().replaceAll("’", "'");
}

/** Four digits at the end are a time rather than a year or an amount if it is a quarter of an hour, but not 2000. */
function isRound(at: number | undefined): boolean {
  return at !== undefined && at % 15 === 0 && ![20 * 60, 10 * 60, 0].includes(at);
}
