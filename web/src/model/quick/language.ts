import en from "../../../../src/todo/rules/quick/en.json";

/**
 * The words of one language, as data that the server reads too, and the patterns that are made of them.
 *
 * A pattern is a regular expression with slots in braces, such as `in {n} {unit}`; a space is any white space.
 */

export type Data = typeof en;
type Entry = readonly string[];

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
}

const FILES: Record<string, Data> = { en };
const known = new Map<string, Language>();

/** The language of a BCP 47 tag; English where its own is not known. */
export function language(code: string): Language {
  const short = code.split("-")[0]?.toLowerCase() ?? "";
  const data = FILES[short] ?? en;
  const name = data === en ? "en" : short;
  let found = known.get(name);
  if (!found) {
    const slots = slotsOf(data);
    const patterns = (entries: readonly Entry[]): Pattern[] => entries.map((entry) => pattern(entry, slots));
    const { date, time, repeat } = data as unknown as Record<string, readonly Entry[]>;
    found = {
      code: name,
      data,
      slots,
      date: patterns(date ?? []),
      time: patterns(time ?? []),
      repeat: patterns(repeat ?? []),
    };
    known.set(name, found);
  }
  return found;
}

/** What stands behind a phrase: no letter, no possessive, and nothing that makes a longer word or number of it. */
const END = "(?!\\w|['’]|[-./:@]\\w)";

/** Any of the words, the longest first. */
export function alternation(words: Iterable<string>): string {
  return [...words]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => spaced(escaped(word)))
    .join("|");
}

export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

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

export function spaced(text: string): string {
  return text.replaceAll("'", "['’]").replaceAll(" ?", "\\s*").replaceAll(" ", "\\s+");
}

function pattern(entry: Entry, slots: Record<string, string>): Pattern {
  return { expression: compiled(entry[0] ?? "", slots), meaning: entry[1] ?? "", strength: entry[2] ?? "strong" };
}

function slotsOf(data: Data): Record<string, string> {
  const suffix = `(?:${data.ordinal_suffix})`;
  const day = "(?:3[01]|[12][0-9]|0?[1-9])";
  const ordinal = `${alternation(Object.keys(data.ordinals))}|[1-5]${suffix}`;
  const weekday = `(?:${alternation([...Object.keys(data.weekdays), ...Object.keys(data.short_weekdays)])})`;
  const join = `(?:\\s*(?:${data.and})\\s*)+`;
  const month = `(?:${alternation(Object.keys(data.months))})`;
  const monthday = `(?:${day}${suffix}|${day}(?=\\s*(?:,|${data.and})\\s*${day}|\\s*$|\\s+(?:${data.at})))`;
  const keys = (table: object): string => alternation(Object.keys(table));
  const numeric = ["/", "\\.", "-"].map((it) => `[0-9]{1,2}${it}[0-9]{1,2}${it}(?:[0-9]{4}|[0-9]{2})`).join("|");
  return {
    relative: keys(data.relative),
    full_weekday: keys(data.weekdays),
    short_weekday: keys(data.short_weekdays),
    month: keys(data.months),
    holiday: keys(data.holidays),
    daypart: keys(data.dayparts),
    time_name: keys(data.times_by_name),
    adverb: keys(data.adverbs),
    unit: keys(data.units),
    weekday,
    weekdays: `${weekday}(?:${join}${weekday})*`,
    months: `${month}(?:${join}${month})*`,
    ordinal,
    ordinals: `(?:${ordinal})(?:${join}(?:${ordinal}))*`,
    monthdays: `${monthday}(?:${join}(?:${monthday}|${day}(?:${suffix})?))*`,
    n: `${keys(data.numbers)}|[0-9]{1,4}`,
    digits: "[0-9]{1,4}",
    day: `${day}(?:${suffix})?`,
    nth: day + suffix,
    year: "(?:19|20|21)[0-9]{2}",
    iso: "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}",
    numeric,
    short_numeric: (data as { short_numeric?: string }).short_numeric ?? "[0-9]{1,2}/[0-9]{1,2}",
    hour12: "(?:1[0-2]|0?[1-9])",
    hour24: "(?:2[0-3]|[01]?[0-9])",
    minute: "[0-5][0-9]",
    clock: "(?:[01][0-9]|2[0-3])[0-5][0-9]",
    ampm: alternation([...data.am, ...data.pm]) || "(?!)",
    every: `(?:${spaced(data.every)})!?`,
  };
}
