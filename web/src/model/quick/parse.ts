import { type Day, iso } from "../day";
import type { Context } from "./context";
import { refused } from "./counting";
import { expression } from "./language";
import { type Mark, marks, NOTES, timeOf } from "./marks";
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

/** Characters before the notes. */
const LONGEST = 1000;
/** Stands where words are to stay words; no pattern has it. */
const MASK = "\ue000";
const LITERAL = expression(
  '"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`|\\\\\\S+|(?:https?|ftp|mailto)://?\\S+|www\\.\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.-]+',
  "giu",
);
const WORD = expression("(?<![\\w'’#/.$€£¥~=*<>^§&%:-])(?:[\\w+@])", "giu");
const FIELDS: Record<string, string> = { duration: "duration_minutes", tag: "tags", reminder: "reminders" };
const MARKS_ALONE = /^[ .,;:!?()]*$/;
const CLOSING = /[!?.,;]/;
const LOOSE = /[ \t\r\n,;–—-]/;
const LOOSE_FIRST = /[ \t\r\n,;:–—-]/;

/**
 * What the line says. A line of nothing but tokens is a title, so that nothing of it is lost.
 *
 * So is one that is too long to be a title, but for its notes: it was pasted, and reading it would take time.
 */
export function parse(text: string, context: Context): Parsed {
  if (charactersOf(text, NOTES.exec(text)?.index ?? text.length) > LONGEST) {
    return { title: text.trim(), tokens: [], fields: {} };
  }
  const masked = maskedOut(text, context);
  const found = marks(masked, context);
  const hidden = found.reduce(
    (left, { start, end }) => left.slice(0, start) + " ".repeat(end - start) + left.slice(end),
    masked,
  );
  const times = ofTimes(text, hidden, context).flatMap((it) => partsOf(text, it, found));
  const tokens = [...ofMarks(text, found), ...times].sort((a, b) => a.start - b.start);
  const title = titleOf(text, tokens);
  if (MARKS_ALONE.test(title)) return { title: text.trim(), tokens: [], fields: {} };
  return { title, tokens: tokens.map((it) => inCharacters(text, it)), fields: fieldsOf(tokens) };
}

function maskedOut(text: string, { plain, language }: Context): string {
  const literal = [LITERAL, ...language.names].flatMap((it) => [...text.matchAll(it)]).map(spanOf);
  const chosen = plain.map(([start, end]) => [unitsOf(text, start), unitsOf(text, end)] as const);
  return [...literal, ...chosen.filter(([start, end]) => start < end)].reduce(
    (left, [start, end]) => left.slice(0, start) + MASK.repeat(end - start) + left.slice(end),
    text,
  );
}

function spanOf(found: RegExpExecArray): readonly [number, number] {
  return [found.index, found.index + found[0].length];
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

/** The token without the marks that stand in it, so that no two overlap: of `tomorrow p1 at 5pm` the first sets. */
function partsOf(text: string, token: Token, found: readonly Mark[]): Token[] {
  const inside = found.filter(({ start }) => token.start <= start && start < token.end);
  const parts: Token[] = [];
  let position = token.start;
  for (const { start, end } of [...inside, { start: token.end, end: token.end }].sort((a, b) => a.start - b.start)) {
    const words = text.slice(position, start);
    const begin = position + words.length - words.trimStart().length;
    const said = words.trim();
    if (said)
      parts.push({
        ...token,
        start: begin,
        end: begin + said.length,
        text: said,
        sets: parts.length > 0 ? {} : token.sets,
      });
    position = Math.max(position, end);
  }
  return parts;
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
  const known = new Map<number, Candidate | undefined>();
  for (;;) {
    const candidates = candidatesIn(hidden, context, barred, known);
    const found = refused(hidden, candidates, context.language);
    if (found.size === 0) return chosen(text, candidates, context);
    for (const start of found) barred.add(start);
  }
}

/** What stands at each word, the longest phrase first, none inside another; `known` is what was seen before. */
function candidatesIn(
  text: string,
  context: Context,
  barred: Set<number>,
  known: Map<number, Candidate | undefined>,
): Candidate[] {
  const found: Candidate[] = [];
  WORD.lastIndex = 0;
  for (let word = WORD.exec(text); word; word = WORD.exec(text)) {
    const start = word.index;
    if (!known.has(start)) known.set(start, repeat(text, start, context) ?? when(text, start, context));
    const candidate = barred.has(start) ? undefined : known.get(start);
    if (candidate) found.push(candidate);
    WORD.lastIndex = candidate?.end ?? start + 1;
  }
  return found;
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
    left += isLoose(text.slice(0, start)) ? trimmedEnd(before, LOOSE) : trimmedEnd(before, / /);
    left += CLOSING.test(text.charAt(end)) ? "" : " ";
    position = end;
  }
  const title = (left + text.slice(position)).replace(/\s+/g, " ").replace(/\\(?=\S)/g, "");
  return tokens.length > 0
    ? trimmedStart(trimmedEnd(title, LOOSE), LOOSE_FIRST)
    : trimmedStart(trimmedEnd(title, / /), / /);
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
