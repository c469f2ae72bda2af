import { type Day, dayOf as dayNumber, isoWeekday, monthsLater, partsOf, startOfWeek } from "../day";
import { dayIn, instantOf } from "../zone";
import type { Count, Moment, Node } from "./tree";

/** From a moment as it is written to its bounds: days where the person is, or instants. */

/** Now, where the person is. */
export interface Clock {
  readonly milliseconds: number;
  readonly zone: string;
  readonly today: Day;
  /** 1 Monday to 7 Sunday. */
  readonly weekStart: number;
}

/** Which of the two it is decides what is compared: a todo's day, or its instant. */
export type Bound = { readonly day: Day } | { readonly instant: number };

/** From the lower on, up to and without the upper; undefined is no bound. */
export type Bounds = readonly [lower: Bound | undefined, upper: Bound | undefined];

const [FIRST, LAST] = [-719_162, 2_932_896]; // of the years 1 and 9999
const MINUTE = 60_000;
const LENGTHS: Partial<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE };

export function clockAt(milliseconds: number, zone: string, weekStart: number): Clock {
  return { milliseconds, zone, today: dayIn(milliseconds, zone), weekStart };
}

export function bounds(dated: Extract<Node, { is: "dated" }>, clock: Clock): Bounds {
  const isPast = dated.field === "created" || dated.field === "completed";
  const [first, end] = span(dated.moment, clock, isPast);
  if (dated.relation === "on") return [first, end];
  return dated.relation === "before" ? [undefined, first] : [end, undefined];
}

export function dayOf(bound: Bound, clock: Clock): Day {
  return "day" in bound ? bound.day : dayIn(bound.instant, clock.zone);
}

/** Of a day its first instant. */
export function instantOfBound(bound: Bound, clock: Clock): number {
  return "day" in bound ? instantOf(bound.day, 0, clock.zone) : bound.instant;
}

function span(moment: Moment, clock: Clock, isPast: boolean): readonly [Bound, Bound] {
  switch (moment.is) {
    case "lasting":
      return lasting(moment.count, clock);
    case "at":
      return minute(
        instantOf(moment.origin ? firstDay(moment.origin, clock, isPast) : clock.today, moment.minute, clock.zone),
      );
    case "period": {
      const first = shifted(beginning(moment.unit, clock), { number: moment.which, unit: moment.unit });
      return [{ day: first }, { day: shifted(first, { number: 1, unit: moment.unit }) }];
    }
    default: {
      const length = moment.is === "shifted" && !moment.origin ? LENGTHS[moment.count.unit] : undefined;
      if (length !== undefined && moment.is === "shifted")
        return minute(clock.milliseconds + moment.count.number * length);
      const day = firstDay(moment, clock, isPast);
      return [{ day }, { day: within(day + 1) }];
    }
  }
}

function lasting(count: Count, { milliseconds, today }: Clock): readonly [Bound, Bound] {
  const length = LENGTHS[count.unit];
  const isBack = count.number < 0;
  if (length !== undefined) {
    const [now, other] = [{ instant: milliseconds }, { instant: milliseconds + count.number * length }];
    return isBack ? [other, now] : [now, other];
  }
  const [day, other] = [{ day: today }, { day: shifted(today, count) }];
  return isBack ? [other, day] : [day, other];
}

function firstDay(moment: Moment, clock: Clock, isPast: boolean): Day {
  switch (moment.is) {
    case "day":
      return moment.day;
    case "weekday": {
      const away = (moment.weekday - isoWeekday(clock.today) + 7) % 7;
      return within(clock.today + (isPast && away > 0 ? away - 7 : away));
    }
    case "day_of_year":
      return dayOfYear(moment.month, moment.day, clock.today, isPast);
    case "shifted":
      if (!moment.origin && LENGTHS[moment.count.unit] !== undefined) break;
      return shifted(moment.origin ? firstDay(moment.origin, clock, isPast) : clock.today, moment.count);
    default:
      break;
  }
  return dayOf(span(moment, clock, isPast)[0], clock);
}

function dayOfYear(month: number, day: number, today: Day, isPast: boolean): Day {
  const { year } = partsOf(today);
  // 29 February is at most 8 years away.
  for (let away = 0; away < 9; away++) {
    const found = dayNumber(isPast ? year - away : year + away, month, day);
    if (found !== undefined && (isPast ? found <= today : found >= today)) return found;
  }
  return isPast ? FIRST : LAST;
}

function beginning(unit: string, { today, weekStart }: Clock): Day {
  const { year, month } = partsOf(today);
  if (unit === "week") return within(startOfWeek(today, weekStart));
  if (unit === "month") return dayNumber(year, month, 1) ?? today;
  return unit === "year" ? (dayNumber(year, 1, 1) ?? today) : today;
}

function shifted(day: Day, { number, unit }: Count): Day {
  if (unit === "day" || unit === "week") return within(day + number * (unit === "week" ? 7 : 1));
  const { year } = partsOf(day);
  const months = number * (unit === "year" ? 12 : 1);
  const reached = year + months / 12;
  if (reached < 0 || reached > 10_001) return number > 0 ? LAST : FIRST;
  return within(monthsLater(day, months));
}

function within(day: Day): Day {
  return Math.max(FIRST, Math.min(LAST, day));
}

function minute(instant: number): readonly [Bound, Bound] {
  const first = Math.floor(instant / MINUTE) * MINUTE;
  return [{ instant: first }, { instant: first + MINUTE }];
}
