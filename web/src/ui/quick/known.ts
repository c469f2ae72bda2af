import { type Context, context } from "../../model/quick/context";
import { parse, type Parsed } from "../../model/quick/parse";
import { localOf } from "../../model/zone";
import { account, clock, rows } from "../app.svelte";

/** What quick add knows of the person: their day, their language, and the names of their lists, sections and tags. */
export function known(plain: readonly (readonly [number, number])[] = []): Context {
  const { milliseconds, zone } = clock();
  const { day, minute } = localOf(milliseconds, zone);
  const names = (kind: "list" | "section" | "tag") =>
    rows()
      [kind].inOrder()
      .filter((row) => row.deleted_at === null)
      .map((row) => row.name);
  const { language = "en", week_start = 1 } = account() ?? {};
  const named = { lists: names("list"), sections: names("section"), tags: names("tag") };
  return context(day, minute, { code: language, weekStart: week_start, plain, ...named });
}

/** What the text says of when, wherever a date is asked. */
export function dateIn(text: string): Parsed["fields"] | undefined {
  if (!text.trim()) return undefined;
  const { fields, title } = parse(`x ${text.trim()}`, known());
  return title === "x" && (fields["due"] !== undefined || fields["recurrence"] !== undefined) ? fields : undefined;
}
