import { type Day, iso } from "../day";
import type { Context } from "./context";
import { expression } from "./language";
import { type Mark, marks, timeOf } from "./marks";
import { nextAt, type When, when } from "./phrases";
import { type Repeat, repeat } from "./repeats";

/**
 * Quick add: one line of text, and what it says of a todo.
 *
 * A word counts only where it is hardly part of a title: what could be either counts at the end of the line, or behind
 * a word such as `on`. The server parses by the same tables, and tests/vectors/quick.json holds the two together.
 */

/** Words of the text, from `start` to `end` in characters, and what they set: fields of a todo by their names. */
export interface Token {
  kind: string;
  start: number;
  end: number;
  text: string;
  sets: Record<string, unknown>;
}

/** What is left as the title, the tokens in their order, and the fields that they set together. */
export interface Parsed {
  title: string;
  tokens: Token[];
  fields: Record<string, unknown>;
}

type Candidate = (When & { rule?: undefined }) | Repeat;

/** Stands where words are to stay words; no pattern has it. */
const MASK = "\ue000";
const LITERAL = expression(
  '"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`|\\\\\\S+|(?:https?|ftp|mailto)://?\\S+|www\\.\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.-]+',
  "giu",
);
const WORD = expression("(?<![\\w'’#/.-])(?:[\\w+@])", "giu");
const NOTHING = /[\s,.;!?)]*/y;
const LAST_WORD = /([\p{L}\p{N}_.'’]+)[^\p{L}\p{N}_]*$/u;
const FIELDS: Record<string, string> = { duration: "duration_minutes", tag: "tags", reminder: "reminders" };
const LOOSE = /[ \t\r\n,;–—-]/;

/** What the line says. A line of nothing but tokens is a title, so that nothing of it is lost. */
export function parse(text: string, context: Context): Parsed {
  const masked = maskedOut(text, context);
  const found = marks(masked, context);
  const hidden = found.reduce(
    (left, { start, end }) => left.slice(0, start) + " ".repeat(end - start) + left.slice(end),
    masked,
  );
  const tokens = [...ofMarks(text, found), ...ofTimes(text, hidden, context)].sort((a, b) => a.start - b.start);
  const title = titleOf(text, tokens);
  if (!title) return { title: text.trim(), tokens: [], fields: {} };
  return { title, tokens: tokens.map((it) => inCharacters(text, it)), fields: fieldsOf(tokens) };
}

function maskedOut(text: string, { plain }: Context): string {
  const literal = [...text.matchAll(LITERAL)].map((it) => [it.index, it.index + it[0].length] as const);
  const chosen = plain.map(([start, end]) => [unitsOf(text, start), unitsOf(text, end)] as const);
  return [...literal, ...chosen].reduce(
    (left, [start, end]) => left.slice(0, start) + MASK.repeat(end - start) + left.slice(end),
    text,
  );
}

/** Spans are in characters (code points), as the server counts; strings here are in UTF-16 units. */
function inCharacters(text: string, token: Token): Token {
  return { ...token, start: charactersOf(text, token.start), end: charactersOf(text, token.end) };
}

function charactersOf(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}

function unitsOf(text: string, characters: number): number {
  return Array.from(text).slice(0, characters).join("").length;
}

function ofMarks(text: string, found: Mark[]): Token[] {
  const seen = new Set<string>();
  return found.flatMap(({ kind, start, end, value }) => {
    const isOneOfMany = kind === "tag" || kind === "reminder";
    if (seen.has(kind) && !isOneOfMany) return []; // of two lists the first counts
    seen.add(kind);
    const words = text.slice(start, end);
    const said = kind === "notes" ? words.slice(words.indexOf("//") + 2).trim() : value;
    return [{ kind, start, end, text: words, sets: { [FIELDS[kind] ?? kind]: isOneOfMany ? [said] : said } }];
  });
}

function ofTimes(text: string, hidden: string, context: Context): Token[] {
  const barred = new Set<number>();
  for (;;) {
    const candidates = candidatesIn(hidden, context, barred);
    const refused = refusedOf(hidden, candidates, context);
    if (refused.length === 0) return chosen(text, candidates, context);
    for (const start of refused) barred.add(start);
  }
}

/** What stands at each word, the longest phrase first, none inside another. */
function candidatesIn(text: string, context: Context, barred: Set<number>): Candidate[] {
  const found: Candidate[] = [];
  WORD.lastIndex = 0;
  for (let word = WORD.exec(text); word; word = WORD.exec(text)) {
    const start = word.index;
    const candidate = barred.has(start) ? undefined : (repeat(text, start, context) ?? when(text, start, context));
    if (candidate) found.push(candidate);
    WORD.lastIndex = candidate?.end ?? start + 1;
  }
  return found;
}

/** Where a phrase begins that is rather part of the title. Seen from the end, so that what counts makes room. */
function refusedOf(text: string, candidates: Candidate[], context: Context): number[] {
  let end = text.length;
  const refused: number[] = [];
  for (const candidate of [...candidates].reverse()) {
    NOTHING.lastIndex = candidate.end;
    const isAtEnd = candidate.end + (NOTHING.exec(text)?.[0].length ?? 0) >= end;
    if (!counts(text, candidate, candidates, isAtEnd, context)) refused.push(candidate.start);
    else if (isAtEnd) end = candidate.start;
  }
  return refused;
}

function counts(text: string, it: Candidate, all: Candidate[], isAtEnd: boolean, { language }: Context): boolean {
  const before = LAST_WORD.exec(text.slice(0, it.start))?.[1]?.toLowerCase() ?? "";
  switch (it.strength) {
    case "strong":
      return true;
    case "named":
      return !language.data.not_before_weekday.includes(before);
    case "beside":
      return (
        isAtEnd && all.some((other) => other.rule === undefined && other.on !== undefined && other.at === undefined)
      );
    case "clock":
      return isAtEnd && isRound(it.at);
    default:
      return isAtEnd && before !== "" && !language.data.not_before_weak.includes(before);
  }
}

/** Four digits at the end are a time rather than a year or an amount if it is a quarter of an hour, but not 2000. */
function isRound(at: number | undefined): boolean {
  return at !== undefined && at % 15 === 0 && ![20 * 60, 10 * 60, 0].includes(at);
}

/** One rule and one due date: of several days the last counts, and a time alone goes with the day. */
function chosen(text: string, candidates: Candidate[], context: Context): Token[] {
  const rule = candidates.find((it): it is Repeat => it.rule !== undefined);
  const whens = candidates.filter((it) => it.rule === undefined);
  const day = rule ? undefined : whens.findLast((it) => it.on !== undefined);
  const owner = rule ?? day;
  const clock = owner?.at === undefined ? whens.findLast((it) => it.on === undefined) : undefined;
  const at = clock?.at ?? owner?.at;
  const more = clock && owner ? [ofClock(text, clock)] : [];
  if (rule) return [ofRule(text, rule, at), ...more];
  if (day?.on !== undefined) return [token(text, "due", day, { due: dueOf(day.on, at) }), ...more];
  if (clock?.at === undefined) return [];
  return [token(text, "due", clock, { due: dueOf(nextAt(clock.at, context), clock.at) })];
}

function token(text: string, kind: string, { start, end }: Candidate, sets: Record<string, unknown>): Token {
  return { kind, start, end, text: text.slice(start, end), sets };
}

function ofRule(text: string, rule: Repeat, at: number | undefined): Token {
  return token(text, "recurrence", rule, {
    recurrence: rule.rule,
    due: dueOf(rule.on, at),
    ...(rule.isFromCompletion ? { repeat_from: "completion" } : {}),
  });
}

function ofClock(text: string, clock: Candidate): Token {
  return token(text, "due", clock, { time: clock.at === undefined ? "" : timeOf(clock.at) });
}

function dueOf(on: Day, at: number | undefined): string {
  return at === undefined ? iso(on) : `${iso(on)}T${timeOf(at)}`;
}

function titleOf(text: string, tokens: Token[]): string {
  let left = "";
  let position = 0;
  for (const { start, end } of tokens) {
    const before = text.slice(position, start);
    left += (isLoose(text.slice(0, start)) ? trimmedEnd(before, LOOSE) : trimmedEnd(before, / /)) + " ";
    position = end;
  }
  const title = (left + text.slice(position)).replace(/\s+/g, " ").replace(/\\(?=\S)/g, "");
  const loose = tokens.length > 0 ? LOOSE : / /;
  return trimmedStart(trimmedEnd(title, loose), loose);
}

function isLoose(before: string): boolean {
  return /(?:,|;|–|—| -)$/.test(before.trimEnd());
}

function trimmedEnd(text: string, what: RegExp): string {
  let end = text.length;
  while (end > 0 && what.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function trimmedStart(text: string, what: RegExp): string {
  let start = 0;
  while (start < text.length && what.test(text.charAt(start))) start += 1;
  return text.slice(start);
}

function fieldsOf(tokens: Token[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { sets } of tokens) {
    for (const [name, value] of Object.entries(sets)) {
      if (Array.isArray(value)) fields[name] = merged(fields[name], value);
      else if (name !== "time") fields[name] = value;
    }
  }
  return fields;
}

function merged(before: unknown, more: unknown[]): unknown[] {
  return [...new Set([...(Array.isArray(before) ? (before as unknown[]) : []), ...more])];
}
