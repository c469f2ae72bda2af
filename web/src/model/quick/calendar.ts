import { type Day, dayOf, easter, isoWeekday, monthEnd, monthsLater, nthWeekday, partsOf, WEEKDAYS } from "../day";

const DAYS: Record<string, number> = { day: 1, week: 7, fortnight: 14 };
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
/** The calendar that Python has too ends with the year 9999. */
const END = 2_932_896;
const MOST = 10_000;

/** `count` units later; undefined for what is no unit of days, or beyond the calendar. */
export function plus(day: Day, count: number, unit: string): Day | undefined {
  const found = later(day, count, unit);
  return found !== undefined && found > -719_162 && found < END ? found : undefined;
}

function later(day: Day, count: number, unit: string): Day | undefined {
  if (DAYS[unit]) return day + DAYS[unit] * count;
  if (MONTHS[unit]) return monthsLater(day, MONTHS[unit] * count);
  if (unit !== "workday" || Math.abs(count) > MOST) return undefined;
  let found = day;
  for (let left = Math.abs(count); left > 0; left -= 1) {
    do found += Math.sign(count);
    while (isoWeekday(found) > 5);
  }
  return found;
}

/** The nth of Monday to Friday in the month, from its end if negative; undefined if there are not so many. */
export function nthWorkday(year: number, month: number, nth: number): Day | undefined {
  const end = monthEnd(year, month);
  const found = plus(nth > 0 ? end - partsOf(end).day : end + 1, nth, "workday");
  return found !== undefined && partsOf(found).month === month ? found : undefined;
}

/** `12-25`, `11 4TH` for the fourth Thursday of November, `11 4TH +1` the day after, or `easter -2`. */
export function holiday(year: number, rule: string): Day | undefined {
  if (rule.startsWith("easter")) return easter(year) + Number(rule.split(" ")[1]);
  const [month = "", day = "", later = "0"] = rule.split(rule.includes(" ") ? " " : "-");
  if (!rule.includes(" ")) return dayOf(year, Number(month), Number(day));
  const weekday = WEEKDAYS.findIndex((it) => it === day.slice(-2)) + 1;
  const found = nthWeekday(year, Number(month), Number(day.slice(0, -2)), weekday);
  return found === undefined ? undefined : found + Number(later);
}
