import { type Day, iso } from "../model/day";
import { dueDay, type Now } from "../model/queries";
import type { Todo } from "../model/row";
import { dayIn, instantOf, parsed } from "../model/zone";
import { locale, say } from "./words/say";

/** Days and times in the person's words. */

const MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** `Today`, `Tomorrow`, `Friday`, `12 Dec`, `12 Dec 2027`. */
export function dayText(day: Day, today: Day): string {
  if (day === today) return say("today");
  if (day === today + 1) return say("tomorrow");
  if (day === today - 1) return say("yesterday");
  if (day > today && day < today + 7) return format(day, { weekday: "long" });
  const isThisYear = iso(day).slice(0, 4) === iso(today).slice(0, 4);
  return format(day, { day: "numeric", month: "short", ...(!isThisYear && { year: "numeric" }) });
}

/** A heading: `Tomorrow`, with the day beside it; of a day that has no such name the day alone. */
export function dayHeading(day: Day, today: Day): { title: string; note?: string } {
  const whole = headed(longDay(day));
  return Math.abs(day - today) > 1 ? { title: whole } : { title: dayText(day, today), note: whole };
}

/** As a heading begins: within a sentence, French has days and months in small letters. */
export function headed(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase(locale()) + text.slice(1);
}

/** `Sunday 22 November`. */
export function longDay(day: Day): string {
  return format(day, { weekday: "long", day: "numeric", month: "long" });
}

/** When a todo is due, as short as it can be; on the screen of that day (`isDayKnown`) only the time. */
export function dueText(todo: Todo, now: Now, isDayKnown = false): string {
  if (todo.due === null) return "";
  const time = timeText(todo, now);
  if (isDayKnown && time) return time;
  const day = dayText(dueDay(todo, now.zone), dayIn(now.milliseconds, now.zone));
  return time ? `${day} ${time}` : day;
}

function timeText(todo: Todo, { zone }: Now): string {
  const { day, minute } = parsed(todo.due ?? "");
  if (minute === undefined) return "";
  const of = todo.due_zone ?? zone;
  return formatOf({ hour: "numeric", minute: "2-digit", timeZone: zone }).format(instantOf(day, minute, of));
}

/** A day in the person's language. */
export function format(day: Day, shown: Intl.DateTimeFormatOptions): string {
  return formatOf({ ...shown, timeZone: "UTC" }).format(day * MS);
}

export function formatOf(shown: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(shown);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale() === "en" ? "en-GB" : locale(), shown);
    formats.set(key, found);
  }
  return found;
}
