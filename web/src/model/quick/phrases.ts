import type { Day } from "../day";
import type { Context } from "./context";
import { MEANINGS as DATES } from "./dates";
import { expression, matchAt, oneOf } from "./language";
import { minutesOf } from "./lengths";
import { Slots } from "./slots";
import { EVENING, MEANINGS as TIMES, within } from "./times";

/** A phrase from `start` to `end`: a day, a time of day, or both. `strength` says where it counts. */
export interface When {
  start: number;
  end: number;
  on?: Day;
  /** Minutes since midnight. */
  at?: number;
  strength: string;
}

const GAP = /\s*,?\s*/y;
const prefixes = new Map<string, Record<"before" | "strong" | "at" | "about", RegExp>>();

/**
 * The longest phrase that begins at `start`: day and time in either order, or one of them.
 *
 * `isBound` where a word such as `until` stands before it: `june` alone is then its first day.
 */
export function when(text: string, start: number, context: Context, isBound = false): When | undefined {
  const one = dayThenTime(text, start, context, isBound);
  const other = timeThenDay(text, start, context);
  return other && (!one || other.end > one.end) ? other : one;
}

/** The longest phrase for a day, with the word in front that belongs to it. */
function dayAt(text: string, start: number, context: Context, isBound: boolean): When | undefined {
  const { before, strong } = prefixesOf(context);
  const prefix = matchAt(before, text, start)?.[0];
  if (prefix === undefined) return patternAt(text, start, context, isBound);
  const isStrong = matchAt(strong, prefix, 0)?.[0] === prefix;
  const found = patternAt(text, start + prefix.length, context, isStrong);
  if (!found || (found.strength === "weak" && !isStrong)) return patternAt(text, start, context, isBound);
  return { ...found, start, strength: found.strength === "weak" ? "named" : "strong" };
}

/** The longest phrase for a time of day, with the `at` in front. */
export function clock(text: string, start: number, context: Context): When | undefined {
  const { at: before, about } = prefixesOf(context);
  const prefix = matchAt(before, text, start)?.[0];
  const loose = prefix === undefined ? matchAt(about, text, start)?.[0] : undefined;
  const begin = start + (prefix ?? loose ?? "").length;
  let best: When | undefined;
  for (const pattern of context.language.time) {
    const found = matchAt(pattern.expression, text, begin);
    const end = begin + (found?.[0].length ?? 0);
    if (!found || (best && end <= best.end) || (pattern.strength === "after_at" && prefix === undefined)) continue;
    if (loose !== undefined && (pattern.strength === "beside" || pattern.strength === "clock")) continue;
    const at = TIMES[pattern.meaning]?.(new Slots(found, context.language));
    if (at === undefined) continue;
    const usual = loose === undefined ? "strong" : "named";
    best = { start, end, at, strength: strengthOf(pattern.strength, prefix ?? loose, usual) };
  }
  return best;
}

function strengthOf(strength: string, prefix: string | undefined, usual: string): string {
  if (prefix === undefined || strength === "beside") return strength;
  return strength === "after_at" ? "named" : usual;
}

/** The day of the next such time: today, unless it is over. */
export function nextAt(at: number, { today, minute }: Context): Day {
  return at <= minute ? today + 1 : today;
}

function patternAt(text: string, start: number, context: Context, isBound: boolean): When | undefined {
  let best: When | undefined;
  for (const pattern of context.language.date) {
    const found = matchAt(pattern.expression, text, start);
    if (!found || (best && start + found[0].length <= best.end) || (pattern.strength === "bound" && !isBound)) continue;
    const meant = meantBy(new Slots(found, context.language), pattern.meaning, context);
    if (meant) best = { ...meant, strength: pattern.strength === "bound" ? "strong" : pattern.strength };
  }
  return best;
}

function meantBy(slots: Slots, meaning: string, context: Context): When | undefined {
  if (meaning === "after_span") return moment(slots, minutesOf(slots.text("span"), slots.language) ?? 0, context);
  if ((meaning === "after" || meaning === "ago") && (slots.unit === "hour" || slots.unit === "minute")) {
    const count = (slots.number("n") || slots.number("digits")) * (slots.unit === "hour" ? 60 : 1);
    return moment(slots, meaning === "ago" ? -count : count, context);
  }
  const on = DATES[meaning]?.(slots, context);
  if (on === undefined) return undefined;
  const at = timeIn(slots, meaning);
  return { start: slots.start, end: slots.end, on, ...(at === undefined ? {} : { at }), strength: "strong" };
}

/** What a phrase for a day says of the time. */
function timeIn(slots: Slots, meaning: string): number | undefined {
  switch (meaning) {
    case "tonight":
      return EVENING;
    case "tonight_at":
      return within(TIMES["hour12"]?.(slots) ?? EVENING, EVENING);
    case "this_daypart":
      return TIMES["daypart"]?.(slots);
    default:
      return slots.has("hour24") ? TIMES["hour24"]?.(slots) : undefined;
  }
}

function moment(slots: Slots, minutes: number, { today, minute }: Context): When {
  const total = minute + minutes;
  const days = Math.floor(total / 1440);
  return { start: slots.start, end: slots.end, on: today + days, at: total - days * 1440, strength: "strong" };
}

/** `tomorrow evening at 8`: of a part of the day and a time in it the time counts. */
function dayThenTime(text: string, start: number, context: Context, isBound: boolean): When | undefined {
  let found = dayAt(text, start, context, isBound);
  if (!found) return undefined;
  let part = found.at;
  let second = clock(text, gap(text, found.end), context);
  if (part === undefined && second?.at !== undefined) {
    found = { ...found, end: second.end, at: second.at, strength: together(found, second) };
    part = second.strength === "beside" ? second.at : undefined;
    second = part === undefined ? undefined : clock(text, gap(text, found.end), context);
  }
  if (part === undefined || second?.at === undefined || second.strength === "beside") return found;
  const on = night(found.on, second.at, part);
  return { ...found, end: second.end, ...(on === undefined ? {} : { on }), at: within(second.at, part) };
}

function timeThenDay(text: string, start: number, context: Context): When | undefined {
  const first = clock(text, start, context);
  const second = first && dayAt(text, gap(text, first.end), context, false);
  if (first?.at === undefined || second?.on === undefined) return first;
  let { at: part, end } = second;
  if (part === undefined) {
    const third = clock(text, gap(text, end), context);
    if (third?.strength === "beside") ({ at: part, end } = third);
  }
  const on = night(second.on, first.at, part) ?? second.on;
  return { start, end, on, at: within(first.at, part), strength: together(second, first) };
}

/** The midnight of an evening is the next day's first moment. */
function night(on: Day | undefined, at: number, part: number | undefined): Day | undefined {
  return on !== undefined && part !== undefined && part >= 720 && at === 0 ? on + 1 : on;
}

/** A day with a time is no part of a title, unless both could be. */
function together(one: When, other: When): string {
  return one.strength === "weak" && (other.strength === "weak" || other.strength === "clock") ? "weak" : "strong";
}

function gap(text: string, start: number): number {
  return start + (matchAt(GAP, text, start)?.[0].length ?? 0);
}

/** `at` makes a number behind it a time; `about` may stand before what is one anyway. */
function prefixesOf({ language }: Context): Record<"before" | "strong" | "at" | "about", RegExp> {
  let found = prefixes.get(language.code);
  if (!found) {
    const { before_date, strong_before_date, at, at_about } = language.data;
    found = {
      before: expression(`${oneOf(before_date)}\\s+`),
      strong: expression(`${oneOf(strong_before_date)}\\s+`),
      at: expression(`(?:${oneOf(at)}\\s+|@\\s*)`),
      about: expression(`${oneOf(at_about)}\\s+`),
    };
    prefixes.set(language.code, found);
  }
  return found;
}
