import { type Day, dayOf, daysIn, fromIso, isoWeekday, partsOf, startOfWeek, WEEKDAYS } from "./day";

/**
 * When a recurrence rule happens: RFC 5545, section 3.3.10, on local days, with what people mean by a month's end:
 * the 31st is the last day of a shorter month, and 29 February the 28th where there is none.
 */

const LAST_YEAR = 9990;
/** So many days one expansion looks at, some 200 years of a rule that asks of each day, so that none takes long. */
const MOST_DAYS = 75_000;

type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

interface Rule {
  frequency: Frequency;
  interval: number;
  count: number | undefined;
  until: Day | undefined;
  weekStart: number;
  months: number[];
  monthdays: number[];
  yeardays: number[];
  weeks: number[];
  positions: number[];
  /** nth 0 is every such weekday */
  weekdays: { nth: number; weekday: number }[];
}

/**
 * The days of the rule from `start` on, each once, in order. `start` itself counts only if the rule has it. Only those
 * behind `after`, if that is named; COUNT counts from `start` all the same.
 */
export function* occurrences(text: string, start: Day, after: Day = start - 1): Generator<Day> {
  const rule = anchoredRule(read(text), start);
  let [lookedAt, found] = [0, 0];
  for (const period of periods(rule, start, rule.count === undefined ? Math.max(after, start) : start)) {
    lookedAt += period.length;
    if (lookedAt > MOST_DAYS || (rule.until !== undefined && (period[0] ?? start) > rule.until)) return;
    for (const day of chosen(rule, period)) {
      if ((rule.until !== undefined && day > rule.until) || found === rule.count) return;
      if (day < start) continue;
      found += 1;
      if (day > after) yield day;
    }
  }
}

/** The first day of the rule on or after `start`. */
export function first(text: string, start: Day): Day | undefined {
  for (const day of occurrences(text, start)) return day;
  return undefined;
}

/** The rule without the parts of these names. */
export function without(rule: string, ...names: string[]): string {
  return rule
    .split(";")
    .filter((part) => !names.includes(part.split("=", 1)[0] ?? ""))
    .join(";");
}

function read(text: string): Rule {
  const parts = new Map(text.split(";").map((part) => part.split("=", 2) as [string, string]));
  const numbers = (name: string): number[] => parts.get(name)?.split(",").map(Number) ?? [];
  const until = parts.get("UNTIL");
  return {
    frequency: (parts.get("FREQ") ?? "DAILY") as Frequency,
    interval: Number(parts.get("INTERVAL") ?? 1),
    count: parts.has("COUNT") ? Number(parts.get("COUNT")) : undefined,
    until: until === undefined ? undefined : fromIso(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`),
    weekStart: weekdayNumber(parts.get("WKST") ?? "MO"),
    months: numbers("BYMONTH"),
    monthdays: numbers("BYMONTHDAY"),
    yeardays: numbers("BYYEARDAY"),
    weeks: numbers("BYWEEKNO"),
    positions: numbers("BYSETPOS"),
    weekdays: (parts.get("BYDAY")?.split(",") ?? []).map((day) => ({
      nth: Number(day.slice(0, -2) || 0),
      weekday: weekdayNumber(day.slice(-2)),
    })),
  };
}

function weekdayNumber(day: string): number {
  return WEEKDAYS.findIndex((it) => it === day) + 1;
}

/** With the days that it takes from `start`. */
function anchoredRule(rule: Rule, start: Day): Rule {
  if (rule.monthdays.length + rule.yeardays.length + rule.weeks.length + rule.weekdays.length > 0) return rule;
  const { month, day } = partsOf(start);
  switch (rule.frequency) {
    case "DAILY":
      return rule;
    case "WEEKLY":
      return { ...rule, weekdays: [{ nth: 0, weekday: isoWeekday(start) }] };
    case "MONTHLY":
      return { ...rule, monthdays: [day] };
    case "YEARLY":
      return { ...rule, months: rule.months.length > 0 ? rule.months : [month], monthdays: [day] };
  }
}

/** The days of each period that the interval leaves, from that of `start`, or later from that of `skipped`. */
function* periods(rule: Rule, start: Day, skipped: Day): Generator<Day[]> {
  switch (rule.frequency) {
    case "DAILY":
      yield* stretches(start, skipped, rule.interval, 1);
      return;
    case "WEEKLY":
      yield* stretches(startOfWeek(start, rule.weekStart), skipped, 7 * rule.interval, 7);
      return;
    case "MONTHLY":
      for (let number = aligned(monthNumber(start), monthNumber(skipped), rule.interval); ; number += rule.interval) {
        const [year, month] = [Math.floor(number / 12), (number % 12) + 1];
        if (year > LAST_YEAR) return;
        yield rule.months.length === 0 || rule.months.includes(month) ? monthOf(year, month) : [];
      }
    case "YEARLY":
      for (
        let year = aligned(partsOf(start).year, partsOf(skipped).year, rule.interval);
        year <= LAST_YEAR;
        year += rule.interval
      )
        yield monthsOf(rule).flatMap((month) => monthOf(year, month));
  }
}

/** The last that is a multiple of the interval behind `origin`, and not behind `aim`. */
function aligned(origin: number, aim: number, interval: number): number {
  return origin + Math.floor((aim - origin) / interval) * interval;
}

function monthNumber(day: Day): number {
  const { year, month } = partsOf(day);
  return year * 12 + month - 1;
}

function* stretches(origin: Day, skipped: Day, step: number, length: number): Generator<Day[]> {
  for (let day = aligned(origin, skipped, step); day < LAST - length; day += step) yield range(day, length);
}

const LAST = dayOf(LAST_YEAR, 12, 31) ?? 0;
const YEAR = Array.from({ length: 12 }, (_, index) => index + 1);

function monthsOf(rule: Rule): number[] {
  return rule.months.length > 0 ? YEAR.filter((month) => rule.months.includes(month)) : YEAR;
}

function range(start: Day, length: number): Day[] {
  return Array.from({ length }, (_, index) => start + index);
}

function monthOf(year: number, month: number): Day[] {
  return range(dayOf(year, month, 1) ?? 0, daysIn(year, month));
}

function chosen(rule: Rule, period: Day[]): Day[] {
  const days = period.filter((day) => isIn(rule, day));
  if (rule.positions.length === 0) return days;
  const found = rule.positions.map((position) => days[position > 0 ? position - 1 : days.length + position]);
  return [...new Set(found.filter((day) => day !== undefined))].sort((a, b) => a - b);
}

function isIn(rule: Rule, day: Day): boolean {
  const { year, month, day: monthday } = partsOf(day);
  return (
    (rule.months.length === 0 || rule.months.includes(month)) &&
    (rule.monthdays.length === 0 || rule.monthdays.some((it) => isMonthday(rule, it, monthday, daysIn(year, month)))) &&
    (rule.yeardays.length === 0 || isYearday(rule.yeardays, day, year)) &&
    (rule.weeks.length === 0 || isInWeek(rule, day)) &&
    (rule.weekdays.length === 0 || rule.weekdays.some((it) => isWeekday(rule, it, day)))
  );
}

function isMonthday(rule: Rule, wanted: number, monthday: number, length: number): boolean {
  if (wanted < 0) return monthday === length + 1 + wanted;
  const clamps =
    (rule.frequency === "MONTHLY" || rule.frequency === "YEARLY") &&
    rule.weekdays.length + rule.positions.length + rule.weeks.length === 0;
  return monthday === (clamps ? Math.min(wanted, length) : wanted);
}

function isYearday(yeardays: number[], day: Day, year: number): boolean {
  const start = dayOf(year, 1, 1) ?? 0;
  const length = (dayOf(year, 12, 31) ?? 0) - start + 1;
  return yeardays.some((it) => day - start === (it > 0 ? it - 1 : length + it));
}

/** Weeks as ISO 8601 has them, but for the day that they start with. */
function isInWeek(rule: Rule, day: Day): boolean {
  const { year } = partsOf(day);
  const first = [year - 1, year, year + 1, year + 2].map((it) => firstWeek(it, rule.weekStart));
  const next = first.findIndex((it) => it > day);
  const [start = 0, end = 0] = [first[next - 1], first[next]];
  const [number, weeks] = [Math.floor((day - start) / 7) + 1, (end - start) / 7];
  return rule.weeks.some((wanted) => wanted === number || wanted === number - weeks - 1);
}

function firstWeek(year: number, weekStart: number): Day {
  return startOfWeek(dayOf(year, 1, 4) ?? 0, weekStart);
}

function isWeekday(rule: Rule, wanted: { nth: number; weekday: number }, day: Day): boolean {
  if (isoWeekday(day) !== wanted.weekday) return false;
  if (wanted.nth === 0 || rule.frequency === "DAILY" || rule.frequency === "WEEKLY") return true;
  const { year, month, day: monthday } = partsOf(day);
  const isOfYear = rule.frequency === "YEARLY" && rule.months.length === 0;
  const start = dayOf(year, isOfYear ? 1 : month, 1) ?? 0;
  const end = isOfYear ? (dayOf(year, 12, 31) ?? 0) : start + daysIn(year, month) - 1;
  const number = isOfYear ? day - start : monthday - 1;
  return wanted.nth > 0 ? Math.floor(number / 7) + 1 === wanted.nth : Math.floor((end - day) / 7) + 1 === -wanted.nth;
}
