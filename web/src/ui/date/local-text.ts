import { type Day, fromIso } from "../../model/day";
import type { LocalText } from "../../model/row";
import { dayText } from "../dates";
import { locale, say } from "../words/say";

/** Dates and times as they stand on the clock, whatever the zone. */

/** `Tomorrow 09:00`, of `2026-12-01T09:00`. */
export function localText(text: LocalText, today: Day): string {
  const day = dayText(fromIso(text), today);
  return text.length > 10 ? `${day} ${timeText(text.slice(11, 16))}` : day;
}

/** `09:00`. */
function timeText(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const shown = { hour: "numeric", minute: "2-digit", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(tag(), shown).format((hour * 60 + minute) * 60_000);
}

/** `22 Nov 2026, 18:00`, where the person is. */
export function instantText(instant: string, zone: string): string {
  return new Intl.DateTimeFormat(tag(), { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(
    new Date(instant),
  );
}

/** `45 min`, `1 h 30 min`. */
export function lengthText(minutes: number): string {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (h === 0) return say("date_minutes", { n: m });
  return m === 0 ? say("date_hours", { h }) : say("date_hours_minutes", { h, m });
}

/** English without a region is written as in Britain: the day first, 24 hours. */
function tag(): string {
  return locale() === "en" ? "en-GB" : locale();
}
