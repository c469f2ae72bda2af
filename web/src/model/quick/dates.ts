import { type Day, dayOf, isoWeekday, monthEnd, monthsLater, onWeekday, partsOf, startOfWeek } from "../day";
import { plus } from "./calendar";
import type { Context } from "./context";
import { firstOf, type Meaning, MEANINGS as MONTHS } from "./months";
import { lookUp, type Slots, weekdayNumber } from "./slots";

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

const thatDay: Meaning = (_, { today }) => today;

function inNextWeek(weekday: number): Meaning {
  return (_, { today, weekStart }) => onWeekday(startOfWeek(today, weekStart) + 6, weekday);
}

/** The day that a phrase means, or undefined where there is no such day. */
export const MEANINGS: Record<string, Meaning> = {
  relative,
  tonight: thatDay,
  tonight_at: thatDay,
  this_daypart: thatDay,
  later_today: thatDay,
  end_of_day: thatDay,
  after,
  ago: (slots, { today }) => plus(today, -slots.number("n"), slots.unit),
  weekday: (slots, { today }) => onWeekday(today, slots.weekday),
  weekday_week: (slots, { today }) => onWeekday(today, slots.weekday) + 7,
  relative_week: (slots, context) => relative(slots, context) + 7,
  this_week: thisWeek,
  next_week: (slots, context) => thisWeek(slots, context) + 7,
  week_after_next: (slots, context) => thisWeek(slots, context) + 14,
  weekday_in: (slots, context) => thisWeek(slots, context) + 7 * slots.number("n"),
  nth_coming: (slots, { today }) =>
    onWeekday(today, weekdayNumber(slots.language, slots.text("plurals"))) + 7 * (slots.number("n") - 1),
  last_weekday: (slots, { today }) =>
    onWeekday(today, slots.weekday) - 7 * (slots.weekday === isoWeekday(today) ? 2 : 1),
  weekend,
  next_weekend: (_, { today }) => onWeekday(startOfWeek(today, 1) + 7, 6),
  next_unit: nextUnit,
  unit_after_next: (slots, context) => {
    const start = nextUnit(slots, context);
    return start === undefined ? undefined : plus(start, 1, slots.unit);
  },
  mid_next_week: inNextWeek(3),
  late_next_week: inNextWeek(5),
  later_this_week: (_, { today }) => Math.min(today + 2, Math.max(startOfWeek(today, 1) + 4, today)),
  end_of: (slots, context) => end(context.today, slots.unit, context),
  end_of_next: (slots, context) => {
    const start = nextUnit(slots, context);
    return start === undefined ? undefined : end(start, slots.unit, context);
  },
  end_of_next_month: (_, context) => end(monthsLater(firstOf(context.today), 1), "month", context),
  end_of_week: (_, context) => end(context.today, "week", context),
  end_of_this_month: (_, context) => end(context.today, "month", context),
  end_of_quarter: (_, context) => end(context.today, "quarter", context),
  end_of_year: (_, context) => end(context.today, "year", context),
  start_of_next_month: (_, { today }) => monthsLater(firstOf(today), 1),
  ...MONTHS,
};
