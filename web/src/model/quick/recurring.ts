import { dayOf, WEEKDAYS } from "../day";
import { expression } from "./language";
import { lookUp, ordinalNumber, type Slots, weekdayNumber } from "./slots";
import { keys } from "./words";

/** The rule of RFC 5545 that a phrase means; undefined if it is none after all. */
type Meaning = (slots: Slots) => string | undefined;

export const FREQUENCIES: Record<string, [string, number]> = {
  day: ["DAILY", 1],
  week: ["WEEKLY", 1],
  fortnight: ["WEEKLY", 2],
  month: ["MONTHLY", 1],
  quarter: ["MONTHLY", 3],
  year: ["YEARLY", 1],
};
const WORKDAYS = "BYDAY=MO,TU,WE,TH,FR";
const LEAP_YEAR = 2028;

function ofUnit(count: number, unit: string, ...more: string[]): string | undefined {
  if (unit === "workday") return count > 1 || more.length > 0 ? undefined : `FREQ=WEEKLY;${WORKDAYS}`;
  const [name, factor] = lookUp(FREQUENCIES, unit) ?? ["", 0];
  const interval = count * factor;
  if (interval < 1 || interval > 1000) return undefined;
  return [`FREQ=${name}`, ...(interval > 1 ? [`INTERVAL=${String(interval)}`] : []), ...more].join(";");
}

/** Of `every 2 weeks` or of `monthly`; of a rule that names no such thing a month, as in `every 3rd friday`. */
function countAndUnit(slots: Slots): [number, string] {
  if (slots.has("adverb")) return lookUp(slots.language.data.adverbs, slots.text("adverb")) ?? [0, ""];
  if (!slots.has("unit")) return [1, "month"];
  return [slots.has("interval") ? slots.number("interval") : 1, slots.unit];
}

function period(slots: Slots): string | undefined {
  const [count, unit] = countAndUnit(slots);
  if (slots.has("weekdays"))
    return unit === "week" || unit === "fortnight" ? ofUnit(count, unit, days(slots)) : undefined;
  return slots.has("monthdays") ? monthly(slots, monthdays(slots)) : ofUnit(count, unit);
}

function monthly(slots: Slots, ...more: string[]): string | undefined {
  const [count, unit] = countAndUnit(slots);
  return unit === "month" || unit === "quarter" ? ofUnit(count, unit, ...more) : undefined;
}

/** In the months that are named, of every year, or of each second one. */
function inYear(slots: Slots, ...more: string[]): string | undefined {
  const [count, unit] = slots.has("unit") || slots.has("adverb") ? countAndUnit(slots) : [1, "year"];
  return unit === "year" ? ofUnit(count, unit, `BYMONTH=${months(slots).join(",")}`, ...more) : undefined;
}

function days(slots: Slots): string {
  const name = slots.has("weekdays") ? "weekdays" : "plurals";
  if (!slots.has(name)) return byDay([slots.weekday]);
  return byDay(slots.each(name, "any_weekday").map((word) => weekdayNumber(slots.language, word)));
}

function byDay(numbers: number[]): string {
  const names = sorted(numbers).map((it) => WEEKDAYS[it - 1] ?? "");
  return `BYDAY=${names.join(",")}`;
}

function weekdayRange(slots: Slots): string | undefined {
  const [first, last] = [slots.text("weekday"), slots.text("weekday2")].map((it) => weekdayNumber(slots.language, it));
  if (first === undefined || last === undefined) return undefined;
  const length = ((last - first + 7) % 7) + 1;
  return ofUnit(1, "week", byDay(Array.from({ length }, (_, step) => ((first - 1 + step) % 7) + 1)));
}

function monthdays(slots: Slots): string {
  if (!slots.has("monthdays")) return `BYMONTHDAY=${String(slots.dayOfMonth)}`;
  return byMonthday([...slots.text("monthdays").matchAll(/[0-9]+/g)].map((it) => Number(it[0])));
}

function byMonthday(numbers: number[]): string {
  return `BYMONTHDAY=${sorted(numbers).join(",")}`;
}

function sorted(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function nthWeekday(slots: Slots): string | undefined {
  const numbers = slots.each("ordinals", "ordinal").map((word) => ordinalNumber(slots.language, word));
  const day = WEEKDAYS[slots.weekday - 1] ?? "";
  const names = `BYDAY=${numbers.map((number) => `${String(number)}${day}`).join(",")}`;
  return slots.has("months") ? inYear(slots, names) : monthly(slots, names);
}

function months(slots: Slots): number[] {
  const name = slots.has("months") ? "months" : "month";
  return sorted(slots.each(name, "month").map((word) => lookUp(slots.language.data.months, word) ?? 0));
}

function nthWorkday(slots: Slots): string | undefined {
  const position = `BYSETPOS=${String(slots.nthOrOrdinal)}`;
  return slots.has("months") ? inYear(slots, WORKDAYS, position) : monthly(slots, WORKDAYS, position);
}

function yearly(slots: Slots): string | undefined {
  const day = slots.number("day");
  if (months(slots).some((month) => dayOf(LEAP_YEAR, month, day) === undefined)) return undefined;
  return inYear(slots, `BYMONTHDAY=${String(day)}`);
}

/** `15 jan, 15 jul`: a rule has all of its days in all of its months, so one of the two must be the same. */
function pairs(slots: Slots): string | undefined {
  const { data } = slots.language;
  const text = slots.text("days_months") || slots.text("months_days");
  const words = [...text.matchAll(expression(`(${keys(data.months)})|([0-9]+)`, "giu"))];
  const named = words.flatMap((it) => (it[1] ? [lookUp(data.months, it[1]) ?? 0] : []));
  const numbers = words.flatMap((it) => (it[2] ? [Number(it[2])] : []));
  if (new Set(named).size > 1 && new Set(numbers).size > 1) return undefined;
  if (named.some((month, index) => dayOf(LEAP_YEAR, month, numbers[index] ?? 0) === undefined)) return undefined;
  return `FREQ=YEARLY;BYMONTH=${sorted(named).join(",")};${byMonthday(numbers)}`;
}

function ofHoliday(slots: Slots): string | undefined {
  const rule = lookUp(slots.language.data.holidays, slots.text("holiday")) ?? "";
  if (rule.startsWith("easter") || rule.includes("+")) return undefined;
  const [month = "", day = ""] = rule.split(/[ -]/);
  if (rule.includes(" ")) return `FREQ=YEARLY;BYMONTH=${String(Number(month))};BYDAY=${rule.slice(month.length + 1)}`;
  return `FREQ=YEARLY;BYMONTH=${String(Number(month))};BYMONTHDAY=${String(Number(day))}`;
}

export const RULES: Record<string, Meaning> = {
  every: (slots) => ofUnit(slots.has("n") ? slots.number("n") : 1, "week", days(slots)),
  other: (slots) => ofUnit(2, "week", days(slots)),
  period,
  weekday_range: weekdayRange,
  nth_weekday: nthWeekday,
  nth_workday: nthWorkday,
  monthdays: (slots) => monthly(slots, monthdays(slots)),
  monthdays_and_last: (slots) => `FREQ=MONTHLY;${monthdays(slots)},-1`,
  weekdays_in_months: (slots) => `FREQ=YEARLY;BYMONTH=${months(slots).join(",")};${days(slots)}`,
  days_in_months: (slots) => `FREQ=DAILY;BYMONTH=${months(slots).join(",")}`,
  yearly,
  pairs,
  in_months: (slots) => inYear(slots, "BYMONTHDAY=1"),
  last_day: (slots) => (slots.has("months") ? inYear(slots, "BYMONTHDAY=-1") : monthly(slots, "BYMONTHDAY=-1")),
  first_day: () => "FREQ=MONTHLY;BYMONTHDAY=1",
  workdays: () => `FREQ=WEEKLY;${WORKDAYS}`,
  weekend: () => "FREQ=WEEKLY;BYDAY=SA",
  daily: () => "FREQ=DAILY",
  after: (slots) => ofUnit(slots.number("n"), slots.unit),
  holiday: ofHoliday,
};
