import type { Now } from "../queries";
import type { Todo } from "../row";
import type { Tables } from "../table";
import { clockAt } from "./bounds";
import { matcher } from "./match";
import { namesOf } from "./names";
import { parse } from "./parse";

export interface Found {
  /** The part of the query that says it. */
  readonly text: string;
  readonly todos: readonly Todo[];
}

/** What each pane of the query finds, in order. Raises Misread. */
export function find(rows: Tables, query: string, { milliseconds, zone }: Now, weekStart: number): Found[] {
  const clock = clockAt(milliseconds, zone, weekStart);
  const texts = panes(query);
  return parse(query).map((pane, index) => {
    const holds = matcher(pane, clock, namesOf(rows));
    return { text: texts[index] ?? "", todos: rows.todo.inOrder().filter(holds) };
  });
}

/** The parts between the commas; one behind a backslash is of a name. */
export function panes(query: string): string[] {
  return Array.from(query.matchAll(/(?:^|,)((?:\\.|[^,\\])*)/gsu), ([, text = ""]) => text.trim());
}

const MOST_SEARCHES = 10;

/** A query for what a search of these words finds. */
export function searching(words: string): string {
  const all = words.split(/\s+/u).filter(Boolean);
  const terms = all.length > MOST_SEARCHES ? [all.join(" ")] : all;
  return terms.map((term) => `search: ${term.replace(/[&|(),\\]/gu, "\\$&")}`).join(" & ");
}

/** The query narrowed by one more thing; panes are added as they are. */
export function narrowed(query: string, more: string): string {
  const text = query.trim();
  if (!text) return more;
  if (panes(text).length > 1 || panes(more).length > 1) return `${text}, ${more}`;
  return [text, more].map((part) => (part.includes("|") ? `(${part})` : part)).join(" & ");
}
