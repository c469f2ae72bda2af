import { type Day, dayOf, iso, WEEKDAYS } from "../day";
import { first } from "../occurrences";
import { plus } from "./calendar";
import type { Context } from "./context";
import { compiled, expression, type Language, matchAt, oneOf } from "./language";
import { clock, when } from "./phrases";
import { lookUp, ordinalNumber, Slots, weekdayNumber } from "./slots";
import { minutes } from "./times";

/** A phrase that repeats, from `start` to `end`: its rule as RFC 5545 has it, and the first day. */
export interface Repeat {
  start: number;
  end: number;
  rule: string;
  on: Day;
  /** Minutes since midnight. */
  at?: number;
  /** Counts from when it was done. */
  isFromCompletion: boolean;
  strength: string;
}

interface Tail {
  end: number;
  at?: number;
  starting?: Day;
  until?: Day;
  lasting?: [number, string];
  times?: number;
}

/** What a phrase means as a rule; undefined if it is none after all. */
type Meaning = (slots: Slots) => string | undefined;

const FREQUENCIES: Record<string, [string, number]> = {
  day: ["DAILY", 1],
  week: ["WEEKLY", 1],
  fortnight: ["WEEKLY", 2],
  month: ["MONTHLY", 1],
  quarter: ["MONTHLY", 3],
  year: ["YEARLY", 1],
};
const WORKDAYS = "BYDAY=MO,TU,WE,TH,FR";
const GAP = /[\s,]*/y;

/** The longest such phrase that begins at `start`, with what belongs to it behind: time, start and end. */
export function repeat(text: string, start: number, context: Context): Repeat | undefined {
  let best: { slots: Slots; meaning: string; strength: string } | undefined;
  for (const { expression: pattern, meaning, strength } of context.language.repeat) {
    const found = matchAt(pattern, text, start);
    if (!found || (best && start + found[0].length <= best.slots.end)) continue;
    best = { slots: new Slots(found, context.language), meaning, strength };
  }
  const rule = best && RULES[best.meaning]?.(best.slots);
  return best && rule !== undefined ? whole(text, best.slots, rule, best.meaning, best.strength, context) : undefined;
}

function whole(
  text: string,
  slots: Slots,
  rule: string,
  meaning: string,
  strength: string,
  context: Context,
): Repeat | undefined {
  const tail = tailOf(text, slots.end, context);
  const at = tail.at ?? (slots.has("daypart") ? minutes(slots.daypart) : undefined);
  const on = firstDay(rule, tail, at, context);
  if (on === undefined) return undefined;
  const bounded = ended(rule, on, tail);
  if (bounded === undefined) return undefined;
  return {
    start: slots.start,
    end: tail.end,
    rule: bounded,
    on,
    ...(at === undefined ? {} : { at }),
    isFromCompletion: meaning === "after" || slots.text("every").includes("!"),
    strength: tail.end > slots.end ? "strong" : strength,
  };
}

/** The first day that the rule names, whatever its interval, which counts from there; today if it is not over. */
function firstDay(rule: string, tail: Tail, at: number | undefined, { today, minute }: Context): Day | undefined {
  const isOver = tail.starting === undefined && at !== undefined && at <= minute;
  return first(rule.replace(/;INTERVAL=[0-9]+/, ""), tail.starting ?? today + (isOver ? 1 : 0));
}

function ended(rule: string, on: Day, tail: Tail): string | undefined {
  if (tail.lasting) {
    const last = plus(on, ...tail.lasting);
    return last === undefined ? undefined : `${rule};UNTIL=${compact(last - 1)}`;
  }
  if (tail.until !== undefined) return `${rule};UNTIL=${compact(tail.until)}`;
  return tail.times === undefined ? rule : `${rule};COUNT=${String(tail.times)}`;
}

function compact(day: Day): string {
  return iso(day).replaceAll("-", "");
}

function tailOf(text: string, start: number, context: Context): Tail {
  const tail: Tail = { end: start };
  while (timeIn(text, tail, context) || boundIn(text, tail, context) || lengthIn(text, tail, context));
  return tail;
}

function timeIn(text: string, tail: Tail, context: Context): boolean {
  const found = clock(text, skip(text, tail.end), context);
  if (tail.at !== undefined || found?.at === undefined) return false;
  if (found.strength === "clock" && !/^[0-9]+$/.test(text.slice(found.start, found.end))) return false;
  tail.at = found.at;
  tail.end = found.end;
  return true;
}

function boundIn(text: string, tail: Tail, context: Context): boolean {
  const words = wordsOf(context.language);
  for (const name of ["starting", "until"] as const) {
    const keyword = matchAt(words[name], text, skip(text, tail.end));
    if (!keyword || tail[name] !== undefined) continue;
    const found = when(text, keyword.index + keyword[0].length, context);
    if (found?.on === undefined) continue;
    tail[name] = found.on;
    if (tail.at === undefined && found.at !== undefined) tail.at = found.at;
    tail.end = found.end;
    return true;
  }
  return false;
}

function lengthIn(text: string, tail: Tail, context: Context): boolean {
  if (tail.lasting || tail.times !== undefined) return false;
  const { length, count } = wordsOf(context.language);
  const begin = skip(text, tail.end);
  const lasting = matchAt(length, text, begin);
  if (lasting) {
    const slots = new Slots(lasting, context.language);
    if (FREQUENCIES[slots.unit]) {
      tail.lasting = [slots.number("n"), slots.unit];
      tail.end = slots.end;
      return true;
    }
  }
  const counted = matchAt(count, text, begin);
  const times = Number(counted?.groups?.["count"] ?? 0);
  if (!counted || times === 0) return false;
  tail.times = times;
  tail.end = begin + counted[0].length;
  return true;
}

function skip(text: string, start: number): number {
  return start + (matchAt(GAP, text, start)?.[0].length ?? 0);
}

interface Words {
  starting: RegExp;
  until: RegExp;
  length: RegExp;
  count: RegExp;
}

const words = new Map<string, Words>();

function wordsOf(language: Language): Words {
  let found = words.get(language.code);
  if (!found) {
    const { starting, until, lasting, times } = language.data;
    const length = (language.data as { length?: string }).length ?? "{lasting} {n} {unit}";
    found = {
      starting: expression(`${oneOf(starting)}\\s+`),
      until: expression(`${oneOf(until)}\\s+`),
      length: compiled(length.replace("{lasting}", oneOf(lasting)), language.slots),
      count: expression(`(?:${oneOf(lasting)}\\s+)?(?<count>[0-9]{1,4})\\s*${oneOf(times)}(?!\\w)`),
    };
    words.set(language.code, found);
  }
  return found;
}

function days(slots: Slots): string {
  const numbers = weekdayWords(slots).map((word) => weekdayNumber(slots.language, word));
  return `BYDAY=${sorted(numbers)
    .map((it) => WEEKDAYS[it - 1] ?? "")
    .join(",")}`;
}

function weekdayWords(slots: Slots): string[] {
  return ["weekdays", "weekdays2"].filter((it) => slots.has(it)).flatMap((it) => slots.each(it, "weekday"));
}

function monthdays(slots: Slots): string {
  return `BYMONTHDAY=${sorted([...slots.text("monthdays").matchAll(/[0-9]+/g)].map((it) => Number(it[0]))).join(",")}`;
}

function sorted(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function ofUnit(count: number, unit: string, ...more: string[]): string | undefined {
  if (unit === "workday") return `FREQ=WEEKLY;${WORKDAYS}`;
  const [name, factor] = FREQUENCIES[unit] ?? ["", 0];
  const interval = count * factor;
  if (interval < 1 || interval > 1000) return undefined;
  return [`FREQ=${name}`, ...(interval > 1 ? [`INTERVAL=${String(interval)}`] : []), ...more].join(";");
}

function every(slots: Slots, count = slots.has("n") ? slots.number("n") : 1): string | undefined {
  if (slots.has("weekdays")) {
    const unit = slots.has("unit") ? slots.unit : "week";
    return unit === "week" || unit === "fortnight" ? ofUnit(count, unit, days(slots)) : undefined;
  }
  if (slots.has("monthdays")) return slots.unit === "month" ? ofUnit(count, "month", monthdays(slots)) : undefined;
  return ofUnit(count, slots.unit);
}

function nthWeekdays(slots: Slots): string {
  const name = slots.has("ordinals") ? "ordinals" : "ordinal";
  const numbers = slots.has(name)
    ? slots.each(name, "ordinal").map((word) => ordinalNumber(slots.language, word))
    : [2];
  const named = slots.has("weekday") ? [slots.text("weekday")] : weekdayWords(slots);
  const names = named.map((word) => WEEKDAYS[weekdayNumber(slots.language, word) - 1] ?? "");
  const byDay = `BYDAY=${numbers.flatMap((number) => names.map((it) => `${String(number)}${it}`)).join(",")}`;
  return slots.has("months") ? `FREQ=YEARLY;BYMONTH=${months(slots)};${byDay}` : `FREQ=MONTHLY;${byDay}`;
}

function months(slots: Slots): string {
  return sorted(slots.each("months", "month").map((word) => lookUp(slots.language.data.months, word) ?? 0)).join(",");
}

function yearly(slots: Slots): string | undefined {
  const day = slots.number("day");
  if (dayOf(2028, slots.month, day) === undefined) return undefined;
  return `FREQ=YEARLY;BYMONTH=${String(slots.month)};BYMONTHDAY=${String(day)}`;
}

function adverb(slots: Slots): string | undefined {
  const [count, unit] = lookUp(
    slots.language.data.adverbs as unknown as Record<string, [number, string]>,
    slots.text("adverb"),
  ) ?? [0, ""];
  if (slots.has("weekdays")) return ofUnit(count, unit, days(slots));
  return slots.has("monthdays") ? ofUnit(count, unit, monthdays(slots)) : ofUnit(count, unit);
}

function ofHoliday(slots: Slots): string | undefined {
  const rule = lookUp(slots.language.data.holidays, slots.text("holiday")) ?? "";
  if (rule.startsWith("easter")) return undefined;
  const [month = "", day = ""] = rule.split(/[ -](.*)/s);
  if (rule.includes(" ")) return `FREQ=YEARLY;BYMONTH=${String(Number(month))};BYDAY=${day}`;
  return `FREQ=YEARLY;BYMONTH=${String(Number(month))};BYMONTHDAY=${String(Number(day))}`;
}

const RULES: Record<string, Meaning> = {
  every: (slots) => every(slots),
  other: (slots) => every(slots, 2),
  every_nth: (slots) => ofUnit(slots.number("nth"), slots.unit),
  nth_weekday: nthWeekdays,
  nth_workday: (slots) => `FREQ=MONTHLY;${WORKDAYS};BYSETPOS=${String(slots.ordinal())}`,
  monthdays: (slots) => `FREQ=MONTHLY;${monthdays(slots)}`,
  yearly,
  in_months: (slots) => `FREQ=YEARLY;BYMONTH=${months(slots)};BYMONTHDAY=1`,
  last_day: () => "FREQ=MONTHLY;BYMONTHDAY=-1",
  first_day: () => "FREQ=MONTHLY;BYMONTHDAY=1",
  workdays: () => `FREQ=WEEKLY;${WORKDAYS}`,
  weekend: () => "FREQ=WEEKLY;BYDAY=SA",
  daily: () => "FREQ=DAILY",
  adverb,
  after: (slots) => ofUnit(slots.number("n"), slots.unit),
  holiday: ofHoliday,
};
