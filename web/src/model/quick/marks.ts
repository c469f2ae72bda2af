import { iso } from "../day";
import type { Context } from "./context";
import { compiled, END, expression, type Language, matchAt, oneOf } from "./language";
import { minutesOf } from "./lengths";
import { nextAt, when } from "./phrases";
import { Slots } from "./slots";
import { alternation, escaped } from "./words";

/** A mark from `start` to `end`: `p1`, `#list`, `/section`, `@tag`, `{deadline}`, `!reminder`, `for 45min`, `// notes`. */
export interface Mark {
  start: number;
  end: number;
  kind: string;
  value: unknown;
}

export const NOTES = /(?:^|(?<=\s))\/\/(?:\s+|$)(?<notes>.*)$/su;
const PRIORITY = expression("(?<![\\w#@/!.-])p(?<level>[1-4])(?![\\w'’.-]|:\\S)", "giu");
const NAME = "\\p{L}[^\\s#@{}!]*(?<![,.;:?)])";
const BRACES = /(?<!\S)\{(?<inside>[^{}]*)\}(?![\p{L}\p{N}_])/gu;
const BANG = /(?<!\S)!(?=\S)/gu;
const LEVELS: Record<string, number> = { 1: 4, 2: 3, 3: 2, 4: 1 };
const MINUTES: Record<string, number> = { minute: 1, hour: 60, day: 1440, week: 10_080 };
/** Minutes: a year. */
const LONGEST = 527_040;

/** All of them, as they stand; which count is decided by the caller. */
export function marks(whole: string, context: Context): Mark[] {
  const notes = NOTES.exec(whole);
  const text = notes ? whole.slice(0, notes.index) : whole;
  const lists = named(text, "#", "list", context.lists);
  const known = new Set(context.sections.map(folded));
  return [
    ...(notes ? [{ start: notes.index, end: whole.length, kind: "notes", value: "" }] : []),
    ...[...text.matchAll(PRIORITY)].map((it) => mark(it, "priority", LEVELS[it.groups?.["level"] ?? ""])),
    ...lists,
    ...named(text, "@", "tag", context.tags),
    ...named(text, "/", "section", context.sections).filter(
      ({ value }) => !value.includes("/") && (lists.length > 0 || known.has(folded(value))),
    ),
    ...deadlines(text, context),
    ...reminders(text, context),
    ...durations(text, context),
  ];
}

function mark<T>(found: RegExpExecArray, kind: string, value: T): Mark & { value: T } {
  return { start: found.index, end: found.index + found[0].length, kind, value };
}

/** Names that are known may have spaces; others end at one, and begin with a letter. */
function named(text: string, sign: string, kind: string, known: readonly string[]): (Mark & { value: string })[] {
  const names = known.length > 0 ? `(?:${alternation(known)})(?!\\w)|` : "";
  const pattern = expression(`(?<!\\S)${escaped(sign)}(?<name>${names}${NAME})`, "giu");
  return [...text.matchAll(pattern)].map((found) => {
    const name = found.groups?.["name"] ?? "";
    return mark(found, kind, known.find((it) => folded(it) === folded(name)) ?? name);
  });
}

function folded(text: string): string {
  return text.toLowerCase();
}

function deadlines(text: string, context: Context): Mark[] {
  return [...text.matchAll(BRACES)].flatMap((found) => {
    const inside = (found.groups?.["inside"] ?? "").trim();
    const meant = when(inside, 0, context, true);
    return meant?.on !== undefined && meant.end === inside.length ? [mark(found, "deadline", iso(meant.on))] : [];
  });
}

function reminders(text: string, context: Context): Mark[] {
  return [...text.matchAll(BANG)].flatMap((found): Mark[] => {
    const begin = found.index + 1;
    const before = matchAt(wordsOf(context.language).before, text, begin);
    const slots = before && new Slots(before, context.language);
    const minutes = slots && MINUTES[slots.unit];
    if (slots && minutes) {
      const value = { before_minutes: slots.number("n") * minutes };
      return [{ start: found.index, end: slots.end, kind: "reminder", value }];
    }
    const meant = when(text, begin, context);
    if (meant?.at === undefined) return [];
    const value = { at: `${iso(meant.on ?? nextAt(meant.at, context))}T${timeOf(meant.at)}` };
    return [{ start: found.index, end: meant.end, kind: "reminder", value }];
  });
}

/** `HH:MM` of minutes since midnight. */
export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function durations(text: string, context: Context): Mark[] {
  return [...text.matchAll(wordsOf(context.language).duration)].flatMap((found) => {
    const minutes = minutesOf(found.groups?.["span"] ?? "", context.language);
    return minutes !== undefined && minutes >= 1 && minutes <= LONGEST ? [mark(found, "duration", minutes)] : [];
  });
}

interface Words {
  duration: RegExp;
  before: RegExp;
}

const words = new Map<string, Words>();

function wordsOf(language: Language): Words {
  let found = words.get(language.code);
  if (!found) {
    const { data, slots } = language;
    found = {
      duration: expression(`(?<!\\w)${oneOf(data.duration)}\\s+(?<span>${slots["span"] ?? ""})${END}`, "giu"),
      before: compiled(data.reminder_before[0] ?? "(?!)", slots),
    };
    words.set(language.code, found);
  }
  return found;
}
