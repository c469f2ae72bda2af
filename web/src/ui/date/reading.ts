import { context } from "../../model/quick/context";
import { parse } from "../../model/quick/parse";
import { localOf } from "../../model/zone";
import type { Now } from "../../model/queries";
import type { Account, DayText, LocalText, Reminder } from "../../model/row";

/** Words in a field, read as quick add reads them in a line: nothing is understood that would be left over there. */

export interface Reading {
  readonly due?: LocalText;
  readonly deadline?: DayText;
  readonly recurrence?: string;
  readonly repeat_from?: "completion";
  readonly duration_minutes?: number;
  readonly reminders?: readonly Reminder[];
}

/** Stands for the title, which every line has; in quotes it is never read as a date. */
const TITLE = '"."';

/** A date, with a time or a rule of repetition if the words have one; undefined if they are anything else too. */
export function dateIn(text: string, now: Now, account: Account | undefined): Reading | undefined {
  const found = reading(text, now, account);
  return found?.due === undefined ? undefined : found;
}

/** Minutes of `45 min`, `1h 30`, `for an hour`. */
export function lengthIn(text: string, now: Now, account: Account | undefined): number | undefined {
  if (/^\s*\d{1,4}\s*$/.test(text)) return Number(text) || undefined;
  const said = [text, `for ${text}`, `pendant ${text}`, `für ${text}`];
  for (const words of said) {
    const found = reading(words, now, account)?.duration_minutes;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `10 min before`, `tomorrow 9:00`. */
export function reminderIn(text: string, now: Now, account: Account | undefined): Reminder | undefined {
  return reading(`!${text.trim().replace(/^!/, "")}`, now, account)?.reminders?.[0];
}

function reading(text: string, { milliseconds, zone }: Now, account: Account | undefined): Reading | undefined {
  const { day, minute } = localOf(milliseconds, zone);
  const { language = "en", week_start: weekStart = 1 } = account ?? {};
  const { title, fields } = parse(`${TITLE} ${text.trim()}`, context(day, minute, { code: language, weekStart }));
  return title === TITLE ? fields : undefined;
}
