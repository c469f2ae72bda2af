import { type Day, fromIso, iso } from "./day";
import { first, occurrences, without } from "./occurrences";

/**
 * What comes behind an occurrence of a todo that repeats. The server says the same in `rules/series.py`: it is behind
 * the occurrence, however early that was done, and not before today, however late; from completion, the rule counts from
 * the day on which it was done.
 */
export interface Series {
  rule: string;
  /** The first day of the series, also where the rule does not name it. */
  start: Day;
  repeatFrom: "due" | "completion";
  exceptions: readonly Day[];
  /** How many occurrences were completed or skipped. */
  steps: number;
}

/** The first day of a series that was given none: of the days that the rule names, whatever its interval. */
export function beginning(rule: string, today: Day): Day {
  return first(without(rule, "INTERVAL", "COUNT"), today) ?? today;
}

/** What comes when the occurrence is completed or skipped today; undefined if the series is over. */
export function following(series: Series, occurrence: Day, today: Day): Day | undefined {
  if (series.repeatFrom === "completion") {
    const count = countOf(series);
    if (count !== undefined && series.steps + 1 >= count) return undefined;
    return fromDay(series, today, occurrence);
  }
  return left(series, days(series, Math.max(occurrence, today - 1))).next().value ?? undefined;
}

/** At most so many occurrences behind this one, up to `until`; from completion, as if each were done on its day. */
export function coming(series: Series, occurrence: Day, today: Day, until: Day, most: number): Day[] {
  const found: Day[] = [];
  const behind = Math.max(occurrence, series.repeatFrom === "due" ? today - 1 : today);
  const ahead = series.repeatFrom === "due" ? left(series, days(series, behind)) : fromCompletion(series, behind);
  for (const day of ahead) {
    if (day > until || found.length >= most) break;
    found.push(day);
  }
  return found;
}

/** A date or local time so many days later, at the same time of the clock. */
export function moved(text: string, count: number): string {
  return iso(fromIso(text) + count) + text.slice(10);
}

function* fromCompletion(series: Series, behind: Day): Generator<Day> {
  const most = (countOf(series) ?? Infinity) - series.steps - 1;
  let day = fromDay(series, behind, behind);
  for (let number = 0; number < most && day !== undefined; number += 1) {
    yield day;
    day = fromDay(series, day, day);
  }
}

function* days(series: Series, after: Day): Generator<Day> {
  const count = countOf(series);
  if (count === undefined) {
    yield* occurrences(series.rule, series.start, Math.max(after, series.start));
    return;
  }
  let number = 0;
  for (const day of withStart(series)) {
    number += 1;
    if (number > count) return;
    if (day > after) yield day;
  }
}

function* withStart(series: Series): Generator<Day> {
  yield series.start;
  for (const day of occurrences(without(series.rule, "COUNT"), series.start)) if (day > series.start) yield day;
}

function fromDay(series: Series, day: Day, occurrence: Day): Day | undefined {
  const ahead = occurrences(without(series.rule, "COUNT"), day, Math.max(day, occurrence));
  return left(series, ahead).next().value ?? undefined;
}

function* left(series: Series, ahead: Iterable<Day>): Generator<Day, undefined> {
  for (const day of ahead) if (!series.exceptions.includes(day)) yield day;
  return undefined;
}

function countOf(series: Series): number | undefined {
  const found = /(?:^|;)COUNT=([0-9]+)/.exec(series.rule)?.[1];
  return found === undefined ? undefined : Number(found);
}
