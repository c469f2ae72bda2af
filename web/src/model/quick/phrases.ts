import type { Day } from "../day";
import type { Context } from "./context";
import { MEANINGS as DATES } from "./dates";
import { expression, matchAt, oneOf } from "./language";
import { Slots } from "./slots";
import { minutes, MEANINGS as TIMES } from "./times";

/** A phrase from `start` to `end`: a day, a time of day, or both. `strength` says where it counts. */
export interface When {
  start: number;
  end: number;
  on?: Day;
  /** Minutes since midnight. */
  at?: number;
  strength: string;
}

const EVENING = "19:00";
const NOON = 12 * 60;
const GAP = /\s*,?\s*/y;
const prefixes = new Map<string, { before: RegExp; strong: RegExp; at: RegExp }>();

/** The longest phrase that begins at `start`: day and time in either order, or one of them. */
export function when(text: string, start: number, context: Context): When | undefined {
  const one = dayThenTime(text, start, context);
  const other = timeThenDay(text, start, context);
  return other && (!one || other.end > one.end) ? other : one;
}

/** The longest phrase for a day, with the word in front that belongs to it. */
export function dayAt(text: string, start: number, context: Context): When | undefined {
  const { before, strong } = prefixesOf(context);
  const prefix = matchAt(before, text, start);
  const found = prefix && patternAt(text, start + prefix[0].length, context);
  if (!prefix || !found) return patternAt(text, start, context);
  const isStrong = matchAt(strong, prefix[0], 0)?.[0] === prefix[0] || found.strength !== "weak";
  return { ...found, start, strength: isStrong ? "strong" : found.strength };
}

/** The longest phrase for a time of day, with the `at` in front. */
export function clock(text: string, start: number, context: Context): When | undefined {
  const prefix = matchAt(prefixesOf(context).at, text, start);
  const begin = start + (prefix?.[0].length ?? 0);
  let best: When | undefined;
  for (const pattern of context.language.time) {
    const found = matchAt(pattern.expression, text, begin);
    const end = begin + (found?.[0].length ?? 0);
    if (!found || (best && end <= best.end) || (pattern.strength === "after_at" && !prefix)) continue;
    const at = TIMES[pattern.meaning]?.(new Slots(found, context.language));
    if (at === undefined) continue;
    const strength = prefix && pattern.strength !== "beside" ? "strong" : pattern.strength;
    best = { start, end, at, strength };
  }
  return best;
}

/** The day of the next such time: today, unless it is over. */
export function nextAt(at: number, { today, minute }: Context): Day {
  return at <= minute ? today + 1 : today;
}

function patternAt(text: string, start: number, context: Context): When | undefined {
  let best: When | undefined;
  for (const pattern of context.language.date) {
    const found = matchAt(pattern.expression, text, start);
    if (!found || (best && start + found[0].length <= best.end)) continue;
    const meant = meantBy(new Slots(found, context.language), pattern.meaning, context);
    if (meant) best = { ...meant, strength: pattern.strength };
  }
  return best;
}

function meantBy(slots: Slots, meaning: string, context: Context): When | undefined {
  if ((meaning === "after" || meaning === "ago") && (slots.unit === "hour" || slots.unit === "minute"))
    return moment(slots, meaning === "ago" ? -1 : 1, context);
  const on = DATES[meaning]?.(slots, context);
  if (on === undefined) return undefined;
  const found: When = { start: slots.start, end: slots.end, on, strength: "strong" };
  if (meaning === "tonight") return { ...found, at: minutes(EVENING) };
  return meaning === "this_daypart" ? { ...found, at: minutes(slots.daypart) } : found;
}

function moment(slots: Slots, sign: number, { today, minute }: Context): When {
  const count = slots.number("n") || slots.number("digits");
  const total = minute + sign * count * (slots.unit === "hour" ? 60 : 1);
  const days = Math.floor(total / 1440);
  return { start: slots.start, end: slots.end, on: today + days, at: total - days * 1440, strength: "strong" };
}

function dayThenTime(text: string, start: number, context: Context): When | undefined {
  const first = dayAt(text, start, context);
  if (!first) return undefined;
  const second = clock(text, gap(text, first.end), context);
  if (first.at !== undefined) return withABetterTime(first, second);
  if (second?.at === undefined) return first;
  return { ...first, end: second.end, at: second.at, strength: together(first, second) };
}

/** `tonight at 8` is at eight, and eight in the evening is 20:00. */
function withABetterTime(first: When, second: When | undefined): When {
  if (second?.at === undefined || second.strength === "beside") return first;
  const isEvening = (first.at ?? 0) >= NOON && second.at < NOON && second.at >= 60;
  return { ...first, end: second.end, at: second.at + (isEvening ? NOON : 0) };
}

function timeThenDay(text: string, start: number, context: Context): When | undefined {
  const first = clock(text, start, context);
  const second = first && dayAt(text, gap(text, first.end), context);
  if (!first || second?.on === undefined || second.at !== undefined) return first;
  return { ...first, end: second.end, on: second.on, strength: together(second, first) };
}

/** A day with a time is no part of a title, unless both could be. */
function together(one: When, other: When): string {
  return one.strength === "weak" && (other.strength === "weak" || other.strength === "clock") ? "weak" : "strong";
}

function gap(text: string, start: number): number {
  return start + (matchAt(GAP, text, start)?.[0].length ?? 0);
}

function prefixesOf({ language }: Context): { before: RegExp; strong: RegExp; at: RegExp } {
  let found = prefixes.get(language.code);
  if (!found) {
    const { before_date, strong_before_date, at } = language.data;
    found = {
      before: expression(`${oneOf(before_date)}\\s+`),
      strong: expression(`${oneOf(strong_before_date)}\\s+`),
      at: expression(`(?:${oneOf(at)}|@)\\s*`),
    };
    prefixes.set(language.code, found);
  }
  return found;
}
