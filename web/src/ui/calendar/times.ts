import type { Day } from "../../model/day";
import { formatOf } from "../dates";

const DAY_MS = 86_400_000;

/** `9:00` on a clock, whatever its zone. */
export function minuteText(minute: number): string {
  return formatOf({ hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(minute * 60_000);
}

/** The days from the first to the last, as short as they can be said together: `23 – 29 Nov 2026`. */
export function spanText(first: Day, last: Day): string {
  const shown = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return formatOf(shown).formatRange(first * DAY_MS, last * DAY_MS);
}
