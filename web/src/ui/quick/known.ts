import { isDayFirst, type Known } from "../../model/quick/context";
import type { Parsed } from "../../model/quick/parse";
import type { Reader } from "../../model/quick/reader";
import { localOf } from "../../model/zone";
import { account, clock, rows } from "../app.svelte";
import { reader } from "./reader.svelte";

type Span = readonly [number, number];

/** The line as quick add reads it for this person: their day, and the names of their lists, sections and tags. */
export function lineIn(text: string, read: Reader, plain: readonly Span[] = []): Parsed {
  const { milliseconds, zone } = clock();
  const { day, minute } = localOf(milliseconds, zone);
  const names = (kind: "list" | "section" | "tag") =>
    rows()
      [kind].inOrder()
      .filter((row) => row.deleted_at === null)
      .map((row) => row.name);
  const named = { lists: names("list"), sections: names("section"), tags: names("tag") };
  return read(text, day, minute, { ...habits(), plain, ...named });
}

/** What the text says of when, wherever a date is asked. */
export function dateIn(text: string): Parsed["fields"] | undefined {
  const read = reader();
  if (!text.trim() || !read) return undefined;
  const { fields, title } = lineIn(`x ${text.trim()}`, read);
  return title === "x" && (fields["due"] !== undefined || fields["recurrence"] !== undefined) ? fields : undefined;
}

/** How the person writes dates. */
export function habits(): Known {
  const { language = "en", week_start: weekStart = 1 } = account() ?? {};
  return { weekStart, isDayFirst: isDayFirst(language) };
}
