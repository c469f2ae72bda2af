import type { Data } from "./language";

/** What may stand in the slots of the patterns, made of the tables of one language. */

const DAY = "(?:3[01]|[12][0-9]|0?[1-9])";

/** A space is any white space, `' ?'` perhaps none; an apostrophe may be a curly one. */
export function spaced(text: string): string {
  return text.replaceAll("'", "['’]").replaceAll(" ?", "\\s*").replaceAll(" ", "\\s+");
}

/** Any of the words, the longest first. */
export function alternation(words: Iterable<string>): string {
  const sorted = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return sorted.map((word) => spaced(escaped(word))).join("|") || "(?!)";
}

export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Any word of a table. */
export function keys(table: object): string {
  return alternation(Object.keys(table));
}

/** Slot to regular expression. */
export function slotsOf(data: Data): Record<string, string> {
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
    nth_word: keys(data.nth_words),
    minute_word: keys(data.minute_words),
    minutes_past: keys(data.minutes_past),
    ...lists(data),
    ...numbers(data),
    ...days(data),
    ...clocks(data),
    span: span(data),
    every: `(?:${spaced(data.every)})!?`,
  };
}

function lists(data: Data): Record<string, string> {
  // Each place in it and in the lists below can match in one way only, else a long line takes for ever.
  const join = `\\s*(?:${spaced(data.and)})(?:\\s*(?:${spaced(data.and)}))*\\s*`;
  const suffix = `(?:${data.ordinal_suffix})`;
  const weekday = `(?:${alternation([...Object.keys(data.weekdays), ...Object.keys(data.short_weekdays)])})`;
  const plural = `(?:${keys(data.plural_weekdays)})`;
  const anyWeekday = `(?:${plural}|${weekday})`;
  const month = `(?:${keys(data.months)})`;
  const ordinal = `(?:${keys(data.ordinals)}|[1-5]${suffix})`;
  const day = `${DAY}(?:${suffix})?`;
  const monthday = `(?:${DAY}${suffix}|${DAY}(?=\\s*(?:,|${spaced(data.and)})\\s*${DAY}|\\s*$|\\s+(?:${data.at})))`;
  return {
    weekday,
    any_weekday: anyWeekday,
    weekdays: `${anyWeekday}(?:(?:${join}|\\s+)${anyWeekday})*`,
    plurals: `${plural}(?:${join}${plural})*`,
    months: `${month}(?:${join}${month})*`,
    ordinal,
    ordinals: `${ordinal}(?:${join}${ordinal})*`,
    monthdays: `${monthday}(?:${join}${day})*`,
    days_months: `${day}(?:\\s+of)?\\s+${month}(?:${join}${day}(?:\\s+of)?\\s+${month})+`,
    months_days: `${month}\\s+${day}(?:${join}${month}\\s+${day})+`,
  };
}

function numbers(data: Data): Record<string, string> {
  const count = `${keys(data.numbers)}|[0-9]{1,4}`;
  return {
    n: count,
    interval: `${keys(data.intervals)}|[1-9][0-9]?(?:${data.ordinal_suffix})|${count}`,
    digits: "[0-9]{1,4}",
  };
}

function days(data: Data): Record<string, string> {
  const suffix = `(?:${data.ordinal_suffix})`;
  const parts = [
    ["/", "1"],
    ["\\.", "2"],
    ["-", "1"],
  ] as const;
  const numeric = parts.map(([it]) => `[0-9]{1,2}${it}[0-9]{1,2}${it}[0-9]{4}`);
  const shorter = parts.map(([it, least]) => `[0-9]{${least},2}${it}[0-9]{${least},2}${it}[0-9]{2}`);
  return {
    day: `${DAY}(?:${suffix})?|${keys(data.nth_words)}`,
    nth: DAY + suffix,
    year: "(?:19|20|21)[0-9]{2}|['’][0-9]{2}",
    iso: ["-", "/", "\\."].map((it) => `[0-9]{4}${it}[0-9]{1,2}${it}[0-9]{1,2}`).join("|"),
    compact: "(?:19|20|21)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
    numeric: [...numeric, ...shorter].join("|"),
    short_numeric: data.short_numeric ?? "[0-9]{1,2}/[0-9]{1,2}",
  };
}

function clocks(data: Data): Record<string, string> {
  return {
    hour12: `(?:1[0-2]|0?[1-9]|${keys(data.hour_words)})`,
    hour24: "(?:2[0-3]|[01]?[0-9])",
    minute: "[0-5][0-9]",
    clock: "(?:[01][0-9]|2[0-3])[0-5][0-9]",
    ampm: alternation([...data.am, ...data.pm]),
  };
}

/** A length in hours and minutes: `45 min`, `1h30`, `an hour and a half`. */
function span(data: Data): string {
  const ones = alternation(Object.keys(data.numbers).filter((word) => !word.includes(" ")));
  const half = spaced(data.and_a_half);
  const count = `(?:[0-9]{1,4}(?:[.,][0-9]{1,2})?|${ones})(?:\\s+(?:${half}))?`;
  const minutes = unitWords(data, "minute");
  const more = `\\s*(?:(?:${spaced(data.span_and)})\\s+)?[0-5]?[0-9]\\s*(?:${minutes})?(?!\\w)`;
  const whole = `${count}\\s*-?(?:${unitWords(data, "minute", "hour")})(?!\\p{L})(?:\\s+(?:${half})|${more})?`;
  return `(?:${spaced(data.half_an_hour)})|(?:${whole})`;
}

/** The words for any of the units. */
export function unitWords({ units }: Data, ...wanted: string[]): string {
  return alternation(Object.keys(units).filter((word) => wanted.includes(units[word] ?? "")));
}
