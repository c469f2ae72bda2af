/** A local day as the number of days since 1970-01-01. It has no zone, and is never turned into an instant. */
export type Day = number;

const MS = 86_400_000;

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

export interface Parts {
  year: number;
  /** 1 to 12 */
  month: number;
  day: number;
}

/** The day of the parts, or undefined if there is none such: 31 April. */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || year < 1 || year > 9999) return undefined;
  return raw(year, month, day);
}

export function partsOf(day: Day): Parts {
  const date = new Date(day * MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `2026-12-01`. */
export function iso(day: Day): string {
  const { year, month, day: number } = partsOf(day);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(number)}`;
}

/** The day of `2026-12-01`, or of the beginning of `2026-12-01T09:00`. */
export function fromIso(text: string): Day {
  return raw(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

export function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0);
}

/** 1 Monday to 7 Sunday. */
export function isoWeekday(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The first day behind `after` that is this weekday. */
export function onWeekday(after: Day, weekday: number): Day {
  return after + mod(weekday - isoWeekday(after) - 1, 7) + 1;
}

export function startOfWeek(day: Day, weekStart: number): Day {
  return day - mod(isoWeekday(day) - weekStart, 7);
}

/** `count` months later; the month's end clamps. */
export function monthsLater(day: Day, count: number): Day {
  const { year, month, day: number } = partsOf(day);
  const total = year * 12 + month - 1 + count;
  const [y, m] = [Math.floor(total / 12), mod(total, 12) + 1];
  return raw(y, m, Math.min(number, daysIn(y, m)));
}

export function monthEnd(year: number, month: number): Day {
  return raw(year, month, daysIn(year, month));
}

/** The nth such weekday of the month, from its end if negative. */
export function nthWeekday(year: number, month: number, nth: number, weekday: number): Day | undefined {
  const end = monthEnd(year, month);
  const found =
    nth > 0
      ? onWeekday(raw(year, month, 1) - 1, weekday) + (nth - 1) * 7
      : end - mod(isoWeekday(end) - weekday, 7) + (nth + 1) * 7;
  return partsOf(found).month === month ? found : undefined;
}

/** Easter Sunday of the western churches, by the anonymous Gregorian algorithm. */
export function easter(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const total = h + l - 7 * m + 114;
  return raw(year, Math.floor(total / 31), (total % 31) + 1);
}

/** Always positive, as the divisor. */
export function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

export function two(value: number): string {
  return String(value).padStart(2, "0");
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function raw(year: number, month: number, day: number): Day {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS);
}
