import { alternation, slotsOf, spaced } from "./words";

/**
 * The words of one language, as data that the server reads too, and the patterns that are made of them.
 *
 * A pattern is a regular expression with slots in braces, such as `in {n} {unit}`; a space is any white space.
 */

type Numbers = Record<string, number>;
type Words = Record<string, string>;
type Entries = readonly (readonly string[])[];

/** A file of words; what the server's `language.py` and `words.py` read of it. */
export interface Data {
  numbers: Numbers;
  intervals: Numbers;
  hour_words: Numbers;
  minute_words: Numbers;
  minutes_past: Numbers;
  nth_words: Numbers;
  ordinals: Numbers;
  ordinal_suffix: string;
  weekdays: Numbers;
  plural_weekdays: Numbers;
  short_weekdays: Numbers;
  months: Numbers;
  relative: Numbers;
  units: Words;
  holidays: Words;
  dayparts: Words;
  times_by_name: Words;
  adverbs: Record<string, [number, string]>;
  macros: Words;
  am: string[];
  pm: string[];
  small_hours_are_pm: boolean;
  capitals_are_names: boolean;
  at: string;
  at_about: string;
  before_date: string;
  strong_before_date: string;
  names: string[];
  every: string;
  and: string;
  starting: string;
  starting_first: string;
  until: string;
  lasting: string;
  length?: string;
  times: string;
  from_completion: string;
  duration: string;
  half_an_hour: string;
  and_a_half: string;
  span_and: string;
  short_numeric?: string;
  reminder_before: string[];
  date: Entries;
  time: Entries;
  repeat: Entries;
}

export interface Pattern {
  expression: RegExp;
  /** What the words say. */
  meaning: string;
  /** When they count: `strong` ones anywhere. */
  strength: string;
}

export interface Language {
  code: string;
  data: Data;
  date: Pattern[];
  time: Pattern[];
  repeat: Pattern[];
  slots: Record<string, string>;
  numbers: Numbers;
  /** The lists of words that decide what counts. */
  lists: (name: string) => ReadonlySet<string>;
  /** Words that have a capital letter anyway. */
  capitals: ReadonlySet<string>;
  /** Titles that have a date in them. */
  names: RegExp[];
}

/** The patterns made of a file of words: some milliseconds of work, to be done once. */
export function language(code: string, data: Data): Language {
  const slots = slotsOf(data);
  const patterns = (entries: Entries): Pattern[] => entries.map((entry) => pattern(entry, slots, data.macros));
  const sets = new Map<string, ReadonlySet<string>>();
  for (const [name, words] of Object.entries(data))
    if (Array.isArray(words)) sets.set(name, new Set(words as string[]));
  const none = new Set<string>();
  const tables = [data.weekdays, data.short_weekdays, data.plural_weekdays, data.months];
  return {
    code,
    data,
    slots,
    date: patterns(data.date),
    time: patterns(data.time),
    repeat: patterns(data.repeat),
    numbers: { ...data.intervals, ...data.minute_words, ...data.minutes_past, ...data.nth_words, ...data.numbers },
    lists: (name) => sets.get(name) ?? none,
    capitals: new Set(tables.flatMap((table) => Object.keys(table)).flatMap((phrase) => phrase.split(" "))),
    names: namesOf(data.names),
  };
}

/** Those in lower case are found in any case. */
function namesOf(phrases: string[]): RegExp[] {
  const exact = phrases.filter((name) => name !== name.toLowerCase());
  const others = phrases.filter((name) => name === name.toLowerCase());
  return [
    expression(`(?<!\\w)(?:${alternation(exact)})(?!\\w)`, "gu"),
    expression(`(?<!\\w)(?:${alternation(others)})(?!\\w)`, "giu"),
  ];
}

/** What stands behind a phrase: no letter, no possessive, and nothing that makes a longer word or number of it. */
export const END = "(?!\\w|['’%$€£°]|[-./:@]\\w)";

/** A pattern with its slots filled in; a slot that comes twice is `name2` the second time. */
export function compiled(text: string, slots: Record<string, string>): RegExp {
  const seen = new Map<string, number>();
  const filled = spaced(text).replace(/\{([a-z]\w*)\}/g, (_, name: string) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return `(?<${number === 1 ? name : `${name}${String(number)}`}>${slots[name] ?? "(?!)"})`;
  });
  return expression(filled + END);
}

/** Matches at `lastIndex` only, upper and lower case alike; `\w` is a letter or number of any script. */
export function expression(text: string, flags = "iuy"): RegExp {
  const word = "\\p{L}\\p{N}_";
  const inside = text.replace(/\[([^\]]*)\\w([^\]]*)\]/g, `[$1${word}$2]`);
  return new RegExp(inside.replaceAll("\\w", `[${word}]`), flags);
}

/** A match at that very place. */
export function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

/** An alternation that the file has as text. */
export function oneOf(text: string): string {
  return `(?:${spaced(text)})`;
}

function pattern(entry: readonly string[], slots: Record<string, string>, macros: Words): Pattern {
  let text = entry[0] ?? "";
  for (const [name, words] of Object.entries(macros)) text = text.replaceAll(`{${name}}`, words);
  return { expression: compiled(text, slots), meaning: entry[1] ?? "", strength: entry[2] ?? "strong" };
}
