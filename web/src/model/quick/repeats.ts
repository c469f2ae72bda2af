import { type Day, iso } from "../day";
import { first } from "../occurrences";
import { plus } from "./calendar";
import type { Context } from "./context";
import { compiled, expression, type Language, matchAt, oneOf } from "./language";
import { clock, when } from "./phrases";
import { FREQUENCIES, RULES } from "./recurring";
import { lookUp, Slots } from "./slots";
import { MEANINGS as TIMES, within } from "./times";

/** A phrase that repeats, from `start` to `end`: its rule as RFC 5545 has it, and the first day. */
export interface Repeat {
  start: number;
  end: number;
  rule: string;
  on: Day;
  /** Minutes since midnight. */
  at?: number;
  /** Counts from when it was done. */
  isFromCompletion: boolean;
  strength: string;
}

/** What belongs to a rule and stands behind it; `part` is a part of the day, such as the evening. */
interface Tail {
  end: number;
  at?: number;
  part?: number;
  starting?: Day;
  until?: Day;
  lasting?: [number, string];
  times?: number;
  isFromCompletion?: boolean;
}

const GAP = /[\s,]*/y;

/** The longest such phrase that begins at `start`, with what belongs to it behind: time, start and end. */
export function repeat(text: string, start: number, context: Context): Repeat | undefined {
  const keyword = matchAt(wordsOf(context.language).startingFirst, text, start);
  const day = keyword && when(text, start + keyword[0].length, context, true);
  if (day?.on === undefined) return ruleAt(text, start, { end: start }, context);
  return ruleAt(text, start, { end: skip(text, day.end), starting: day.on }, context);
}

/** The rule that stands where the tail ends so far, if the phrase begins at `start`. */
function ruleAt(text: string, start: number, tail: Tail, context: Context): Repeat | undefined {
  const begin = tail.end;
  let best: { slots: Slots; meaning: string; strength: string } | undefined;
  for (const { expression: pattern, meaning, strength } of context.language.repeat) {
    const found = matchAt(pattern, text, begin);
    if (!found || (best && begin + found[0].length <= best.slots.end)) continue;
    best = { slots: new Slots(found, context.language), meaning, strength };
  }
  const rule = best && RULES[best.meaning]?.(best.slots);
  if (!best || rule === undefined) return undefined;
  const { slots, meaning, strength } = best;
  tail.end = slots.end;
  while ([timeIn, boundIn, lengthIn, completionIn].some((part) => part(text, tail, context)));
  const found = whole(rule, slots, tail, context);
  if (!found) return undefined;
  const isFromCompletion = tail.isFromCompletion || meaning === "after" || slots.text("every").includes("!");
  return { start, end: tail.end, ...found, isFromCompletion, strength: tail.end > slots.end ? "strong" : strength };
}

/** The rule with its end, the first day, and the time. */
function whole(
  rule: string,
  slots: Slots,
  tail: Tail,
  context: Context,
): Pick<Repeat, "rule" | "on" | "at"> | undefined {
  const part = tail.part ?? (slots.has("daypart") ? TIMES["daypart"]?.(slots) : undefined);
  const at = tail.at === undefined ? part : within(tail.at, part);
  const on = firstDay(rule, tail, at, context);
  const bounded = on === undefined ? undefined : ended(rule, on, tail);
  if (on === undefined || bounded === undefined) return undefined;
  return { rule: bounded, on, ...(at === undefined ? {} : { at }) };
}

/** The first day that the rule names, whatever its interval, which counts from there; today if it is not over. */
function firstDay(rule: string, tail: Tail, at: number | undefined, { today, minute }: Context): Day | undefined {
  const isOver = tail.starting === undefined && at !== undefined && at <= minute;
  return first(rule.replace(/;INTERVAL=[0-9]+/, ""), tail.starting ?? today + (isOver ? 1 : 0));
}

function ended(rule: string, on: Day, tail: Tail): string | undefined {
  if (tail.lasting) {
    const last = plus(on, ...tail.lasting);
    return last === undefined ? undefined : `${rule};UNTIL=${compact(last - 1)}`;
  }
  if (tail.until !== undefined) return `${rule};UNTIL=${compact(tail.until)}`;
  return tail.times === undefined ? rule : `${rule};COUNT=${String(tail.times)}`;
}

function compact(day: Day): string {
  return iso(day).replaceAll("-", "");
}

function timeIn(text: string, tail: Tail, context: Context): boolean {
  const found = clock(text, skip(text, tail.end), context);
  if (tail.at !== undefined || found?.at === undefined) return false;
  if (found.strength === "clock" && !/^[0-9]+$/.test(text.slice(found.start, found.end))) return false;
  if (found.strength !== "beside") tail.at = found.at;
  else if (tail.part === undefined) tail.part = found.at;
  else return false;
  tail.end = found.end;
  return true;
}

function boundIn(text: string, tail: Tail, context: Context): boolean {
  const words = wordsOf(context.language);
  for (const name of ["starting", "until"] as const) {
    const keyword = matchAt(words[name], text, skip(text, tail.end));
    if (!keyword || tail[name] !== undefined) continue;
    const found = when(text, keyword.index + keyword[0].length, context, true);
    if (found?.on === undefined) continue;
    tail[name] = found.on;
    if (tail.at === undefined && found.at !== undefined) tail.at = found.at;
    tail.end = found.end;
    return true;
  }
  return false;
}

function lengthIn(text: string, tail: Tail, context: Context): boolean {
  if (tail.lasting || tail.times !== undefined) return false;
  const { length, count } = wordsOf(context.language);
  const begin = skip(text, tail.end);
  const lasting = matchAt(length, text, begin);
  if (lasting) {
    const slots = new Slots(lasting, context.language);
    if (lookUp(FREQUENCIES, slots.unit)) {
      tail.lasting = [slots.number("n"), slots.unit];
      tail.end = slots.end;
      return true;
    }
  }
  const counted = matchAt(count, text, begin);
  const times = Number(counted?.groups?.["count"] ?? 0);
  if (!counted || times === 0) return false;
  tail.times = times;
  tail.end = begin + counted[0].length;
  return true;
}

function completionIn(text: string, tail: Tail, context: Context): boolean {
  const begin = skip(text, tail.end);
  const found = matchAt(wordsOf(context.language).fromCompletion, text, begin);
  if (!found || tail.isFromCompletion) return false;
  tail.isFromCompletion = true;
  tail.end = begin + found[0].length;
  return true;
}

function skip(text: string, start: number): number {
  return start + (matchAt(GAP, text, start)?.[0].length ?? 0);
}

type Words = Record<"starting" | "startingFirst" | "until" | "length" | "count" | "fromCompletion", RegExp>;

const known = new Map<string, Words>();

function wordsOf(language: Language): Words {
  let found = known.get(language.code);
  if (!found) {
    const { starting, starting_first, until, lasting, times, from_completion, length } = language.data;
    const pattern = (length ?? "{lasting} {n} {unit}").replace("{lasting}", `(?:${lasting})`);
    found = {
      starting: expression(`${oneOf(starting)}\\s+`),
      startingFirst: expression(`${oneOf(starting_first)}\\s+`),
      until: expression(`${oneOf(until)}\\s+`),
      length: compiled(pattern, language.slots),
      count: expression(`(?:${oneOf(lasting)}\\s+)?(?<count>[0-9]{1,4})\\s*${oneOf(times)}(?!\\w)`),
      fromCompletion: expression(`${oneOf(from_completion)}(?!\\w)`),
    };
    known.set(language.code, found);
  }
  return found;
}
