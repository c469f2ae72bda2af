import { type Day, dayOf, monthEnd, monthsLater, nthWeekday, partsOf } from "../day";
import { holiday, nthWorkday, plus } from "./calendar";
import type { Context } from "./context";
import { lookUp, type Slots } from "./slots";

/** The day that a phrase means which names a month or a day of one, or undefined where there is no such day. */
export type Meaning = (slots: Slots, context: Context) => Day | undefined;

/** 1/2/69 is in 2069 and 1/2/70 in 1970, as POSIX has it. */
const CENTURY_SPLIT = 70;

/** The first of its month. */
export function firstOf(day: Day): Day {
  return day - partsOf(day).day + 1;
}

/** That day of the named month, or its last, in this year or, if that is over, the next. */
function inMonth(wanted: number): Meaning {
  return (slots, { today }) => {
    const { year } = partsOf(today);
    const years = slots.has("year") ? [slots.year] : [year, year + 1];
    const found = years.map((it) => {
      const last = monthEnd(it, slots.month);
      return last - partsOf(last).day + Math.min(wanted, partsOf(last).day);
    });
    return found.find((it) => it >= today) ?? found.at(-1);
  };
}

function midThisMonth(_: Slots, { today }: Context): Day {
  const found = firstOf(today) + 14;
  return found >= today ? found : monthsLater(found, 1);
}

/** Of the named month or this one; if that is over, of the next year or month. */
function nthOf(slots: Slots, context: Context): Day | undefined {
  const { today } = context;
  const { year, month } = partsOf(today);
  if (!slots.has("month")) {
    const found = nthWeekday(year, month, slots.ordinal(), slots.weekday);
    return found === undefined || found >= today ? found : nthOfNext(slots, context);
  }
  const named = slots.year || year;
  const found = nthWeekday(named, slots.month, slots.ordinal(), slots.weekday);
  if (found === undefined || found >= today || slots.has("year")) return found;
  return nthWeekday(named + 1, slots.month, slots.ordinal(), slots.weekday);
}

function nthOfNext(slots: Slots, { today }: Context): Day | undefined {
  const { year, month } = partsOf(monthsLater(firstOf(today), 1));
  return nthWeekday(year, month, slots.ordinal(), slots.weekday);
}

/** Of the named month or this one; if that is over, of the next year or month. */
function workdayOf(slots: Slots, context: Context): Day | undefined {
  const { today } = context;
  const { year, month } = partsOf(today);
  const [inYear, named] = [slots.year || year, slots.has("month") ? slots.month : month];
  const found = nthWorkday(inYear, named, slots.nthOrOrdinal);
  if (found === undefined || found >= today || slots.has("year")) return found;
  return slots.has("month") ? nthWorkday(inYear + 1, named, slots.nthOrOrdinal) : workdayOfNext(slots, context);
}

function workdayOfNext(slots: Slots, { today }: Context): Day | undefined {
  const { year, month } = partsOf(monthsLater(firstOf(today), 1));
  return nthWorkday(year, month, slots.nthOrOrdinal);
}

/** In this year or, if it is over, the next that has such a day. */
function nextWith(month: number, day: number, today: Day): Day | undefined {
  const { year } = partsOf(today);
  const found = Array.from({ length: 9 }, (_, index) => dayOf(year + index, month, day));
  return found.find((it) => it !== undefined && it >= today);
}

function dayMonth(slots: Slots, { today }: Context): Day | undefined {
  if (slots.has("year")) return dayOf(slots.year, slots.month, slots.number("day"));
  return nextWith(slots.month, slots.number("day"), today);
}

function isoDay(slots: Slots): Day | undefined {
  const [year = 0, month = 0, day = 0] = slots.text("iso").split(/[./-]/).map(Number);
  return dayOf(year, month, day);
}

function compact(slots: Slots): Day | undefined {
  const text = slots.text("compact");
  return dayOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
}

function numeric(slots: Slots, context: Context): Day | undefined {
  const text = slots.text("numeric");
  const [one = 0, other = 0, short = 0] = text.split(/[./-]/).map(Number);
  const year = short < 100 ? short + (short < CENTURY_SPLIT ? 2000 : 1900) : short;
  const [month, day] = order(one, other, context, text.includes("."));
  return dayOf(year, month, day);
}

function shortNumeric(slots: Slots, context: Context): Day | undefined {
  const text = slots.text("short_numeric");
  const [one = 0, other = 0] = text.split(/[./]/).map(Number);
  const [month, day] = order(one, other, context, text.includes("."));
  return nextWith(month, day, context.today);
}

/** Month and day: as the account has it, but for what only the other order can be; dots are day first. */
function order(one: number, other: number, { isDayFirst }: Context, hasDots: boolean): [number, number] {
  return (isDayFirst || hasDots || one > 12) && other <= 12 ? [other, one] : [one, other];
}

/** That day of this month or, if it is over or there is none, of the next that has one. */
function nth(slots: Slots, { today }: Context): Day | undefined {
  const wanted = slots.dayOfMonth;
  for (let months = 0; months < 13; months += 1) {
    const { year, month } = partsOf(monthsLater(firstOf(today), months));
    const found = dayOf(year, month, wanted);
    if (found !== undefined && found >= today) return found;
  }
  return undefined;
}

function dayOfMonth(months: number): Meaning {
  return (slots, { today }) => {
    const { year, month } = partsOf(monthsLater(firstOf(today), months));
    return dayOf(year, month, slots.number("nth"));
  };
}

/** In the named year, else in this or, if it is over, in the next. */
function holidayDay(slots: Slots, { today }: Context): Day | undefined {
  const rule = lookUp(slots.language.data.holidays, slots.text("holiday")) ?? "";
  if (slots.has("year")) return holiday(slots.year, rule);
  const { year } = partsOf(today);
  const found = holiday(year, rule);
  return found !== undefined && found >= today ? found : holiday(year + 1, rule);
}

function besideHoliday(sign: number): Meaning {
  return (slots, context) => {
    const found = holidayDay(slots, context);
    return found === undefined ? undefined : plus(found, sign * (slots.number("n") || 1), slots.unit);
  };
}

export const MEANINGS: Record<string, Meaning> = {
  end_of_month: inMonth(31),
  start_of_month: inMonth(1),
  mid_month: inMonth(15),
  late_month: inMonth(25),
  next_month_named: inMonth(1),
  mid_next_month: (_, { today }) => monthsLater(firstOf(today) + 14, 1),
  mid_this_month: midThisMonth,
  nth_weekday: nthOf,
  nth_weekday_next: nthOfNext,
  nth_workday: workdayOf,
  nth_workday_next: workdayOfNext,
  day_month: dayMonth,
  iso: isoDay,
  compact,
  numeric,
  short_numeric: shortNumeric,
  nth,
  day_of_this_month: dayOfMonth(0),
  day_of_next_month: dayOfMonth(1),
  holiday: holidayDay,
  before_holiday: besideHoliday(-1),
  after_holiday: besideHoliday(1),
};
