import { type Day, monthsLater, partsOf, startOfWeek } from "../day";

/** Which days a calendar shows, and which one is next to them. */

export type View = "month" | "week" | "day";

/** The weeks that have a day of this month, each whole: four to six. */
export function monthWeeks(day: Day, weekStart: number): Day[][] {
  const first = day - partsOf(day).day + 1;
  const last = monthsLater(first, 1) - 1;
  const weeks: Day[][] = [];
  for (let begin = startOfWeek(first, weekStart); begin <= last; begin += 7) weeks.push(run(begin, 7));
  return weeks;
}

/** The week of the day; on a narrow screen `count` days, of which it is the first. */
export function weekDays(day: Day, weekStart: number, count = 7): Day[] {
  return count === 7 ? run(startOfWeek(day, weekStart), 7) : run(day, count);
}

/** The same day of the span behind this one, or before it: a month, so many days, a day. */
export function turned(day: Day, view: View, by: 1 | -1, weekLength = 7): Day {
  if (view === "month") return monthsLater(day, by);
  return day + by * (view === "week" ? weekLength : 1);
}

export function isSameMonth(one: Day, other: Day): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.month === b.month && a.year === b.year;
}

function run(begin: Day, length: number): Day[] {
  return Array.from({ length }, (_, index) => begin + index);
}
