import { localOf } from "../../model/zone";
import type { Now } from "../../model/queries";
import type { DayText, LocalText, Reminder } from "../../model/row";
import { habits } from "../quick/known";
import { reader } from "../quick/reader.svelte";

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
export function dateIn(text: string, now: Now): Reading | undefined {
  const found = reading(text, now);
  return found?.due === undefined ? undefined : found;
}

/** Minutes of `45 min`, `1h 30`, `for an hour`. */
export function lengthIn(text: string, now: Now): number | undefined {
  if (/^\s*\d{1,4}\s*$/.test(text)) return Number(text) || undefined;
  const said = [text, `for ${text}`, `pendant ${text}`, `für ${text}`];
  for (const words of said) {
    const found = reading(words, now)?.duration_minutes;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `10 min before`, `tomorrow 9:00`. */
export function reminderIn(text: string, now: Now): Reminder | undefined {
  return reading(`!${text.trim().replace(/^!/, "")}`, now)?.reminders?.[0];
}

function reading(text: string, { milliseconds, zone }: Now): Reading | undefined {
  const { day, minute } = localOf(milliseconds, zone);
  const found = reader()?.(`${TITLE} ${text.trim()}`, day, minute, habits());
  return found?.title === TITLE ? found.fields : undefined;
}
