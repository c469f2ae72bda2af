import {
  type Day,
  dayOf,
  isoWeekday,
  monthEnd,
  monthsLater,
  nthWeekday,
  onWeekday,
  partsOf,
  startOfWeek,
} from "../day";
import { holiday, plus } from "./calendar";
import type { Context } from "./context";
import { lookUp, type Slots } from "./slots";

/** The day that a phrase means, or undefined where there is no such day. */
type Meaning = (slots: Slots, context: Context) => Day | undefined;

/** 1/2/69 is in 2069 and 1/2/70 in 1970, as POSIX has it. */
const CENTURY_SPLIT = 70;

function relative(slots: Slots, { today }: Context): Day {
  return today + (lookUp(slots.language.data.relative, slots.text("relative")) ?? 0);
}

function after(slots: Slots, context: Context): Day | undefined {
  let start = context.today;
  if (slots.has("relative")) start = relative(slots, context);
  else if (slots.has("weekday")) start = onWeekday(start, slots.weekday);
  return plus(start, slots.number("n") || slots.number("digits"), slots.unit);
}

function thisWeek(slots: Slots, { today, weekStart }: Context): Day {
  return onWeekday(startOfWeek(today, weekStart) - 1, slots.weekday);
}

function weekend(_: Slots, { today }: Context): Day {
  return isoWeekday(today) >= 6 ? today : onWeekday(today, 6);
}

function firstOf(day: Day): Day {
  return day - partsOf(day).day + 1;
}

/** Its first day; of a week the one that weeks start with. */
function nextUnit(slots: Slots, { today, weekStart }: Context): Day | undefined {
  const { year, month } = partsOf(today);
  switch (slots.unit) {
    case "week":
      return startOfWeek(today, weekStart) + 7;
    case "month":
      return monthsLater(firstOf(today), 1);
    case "quarter":
      return monthsLater(dayOf(year, Math.floor((month - 1) / 3) * 3 + 1, 1) ?? today, 3);
    case "year":
      return dayOf(year + 1, 1, 1);
    case "workday":
      return plus(today, 1, "workday");
    case "day":
      return today + 1;
    default:
      return undefined;
  }
}

function end(day: Day, unit: string, { weekStart }: Context): Day | undefined {
  const { year, month } = partsOf(day);
  switch (unit) {
    case "day":
      return day;
    case "week":
      return startOfWeek(day, weekStart) + 6;
    case "month":
      return monthEnd(year, month);
    case "quarter":
      return monthEnd(year, Math.floor((month - 1) / 3) * 3 + 3);
    case "year":
      return dayOf(year, 12, 31);
    default:
      return undefined;
  }
}

/** That day of the named month, or its last, in this year or, if that is over, the next. */
function inMonth(wanted: number): Meaning {
  return (slots, { today }) => {
    const { year } = partsOf(today);
    const years = slots.has("year") ? [slots.number("year")] : [year, year + 1];
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
  const named = slots.number("year") || year;
  const found = nthWeekday(named, slots.month, slots.ordinal(), slots.weekday);
  if (found === undefined || found >= today || slots.has("year")) return found;
  return nthWeekday(named + 1, slots.month, slots.ordinal(), slots.weekday);
}

function nthOfNext(slots: Slots, { today }: Context): Day | undefined {
  const { year, month } = partsOf(monthsLater(firstOf(today), 1));
  return nthWeekday(year, month, slots.ordinal(), slots.weekday);
}

/** In this year or, if it is over, the next that has such a day. */
function nextWith(month: number, day: number, today: Day): Day | undefined {
  const { year } = partsOf(today);
  const found = Array.from({ length: 9 }, (_, index) => dayOf(year + index, month, day));
  return found.find((it) => it !== undefined && it >= today);
}

function dayMonth(slots: Slots, { today }: Context): Day | undefined {
  if (slots.has("year")) return dayOf(slots.number("year"), slots.month, slots.number("day"));
  return nextWith(slots.month, slots.number("day"), today);
}

function isoDay(slots: Slots): Day | undefined {
  const [year = 0, month = 0, day = 0] = slots.text("iso").split(/[/-]/).map(Number);
  return dayOf(year, month, day);
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
  const wanted = slots.number("nth");
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

function holidayDay(slots: Slots, { today }: Context): Day | undefined {
  const rule = lookUp(slots.language.data.holidays, slots.text("holiday")) ?? "";
  const { year } = partsOf(today);
  const found = holiday(year, rule);
  return found !== undefined && found >= today ? found : holiday(year + 1, rule);
}

const thatDay: Meaning = (_, { today }) => today;

export const MEANINGS: Record<string, Meaning> = {
  relative,
  tonight: thatDay,
  this_daypart: thatDay,
  end_of_day: thatDay,
  after,
  ago: (slots, { today }) => plus(today, -slots.number("n"), slots.unit),
  weekday: (slots, { today }) => onWeekday(today, slots.weekday),
  this_week: thisWeek,
  next_week: (slots, context) => thisWeek(slots, context) + 7,
  weekday_in: (slots, context) => thisWeek(slots, context) + 7 * slots.number("n"),
  last_weekday: (slots, { today }) =>
    onWeekday(today, slots.weekday) - 7 * (slots.weekday === isoWeekday(today) ? 2 : 1),
  weekend,
  next_weekend: (_, { today }) => onWeekday(startOfWeek(today, 1) + 7, 6),
  next_unit: nextUnit,
  later_this_week: (_, { today }) => Math.min(today + 2, Math.max(startOfWeek(today, 1) + 4, today)),
  end_of: (slots, context) => end(context.today, slots.unit, context),
  end_of_next: (slots, context) => {
    const start = nextUnit(slots, context);
    return start === undefined ? undefined : end(start, slots.unit, context);
  },
  end_of_week: (_, context) => end(context.today, "week", context),
  end_of_this_month: (_, context) => end(context.today, "month", context),
  end_of_year: (_, context) => end(context.today, "year", context),
  end_of_month: inMonth(31),
  start_of_month: inMonth(1),
  mid_month: inMonth(15),
  late_month: inMonth(25),
  next_month_named: inMonth(1),
  start_of_next_month: (_, { today }) => monthsLater(firstOf(today), 1),
  mid_this_month: midThisMonth,
  nth_weekday: nthOf,
  nth_weekday_next: nthOfNext,
  day_month: dayMonth,
  iso: isoDay,
  numeric,
  short_numeric: shortNumeric,
  nth,
  day_of_this_month: dayOfMonth(0),
  day_of_next_month: dayOfMonth(1),
  holiday: holidayDay,
};
