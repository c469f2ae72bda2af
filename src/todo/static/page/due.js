/**
 * Due dates in words. A date is a day on the calendar wherever the person is, so none is ever made an instant: where
 * Intl wants one, the parts are put into UTC, which has no change of clocks, and are read from UTC again.
 */

const DAY = 86_400_000; // milliseconds
const LANGUAGE = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB"; // the page's own

/**
 * What the calendar and the clock on the wall show now, as `2026-12-01T09:00`.
 * @param {string} zone a name of the IANA database
 */
export function wallClock(zone) {
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn-hc-h23", {
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
    timeZone: known(zone),
  }).formatToParts();
  const { year, month, day, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** @param {string} zone @returns {string | undefined} none if only the server knows it: then the browser's own */
function known(zone) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The day that it is, as a heading. @param {string} zone */
export function today(zone) {
  return format(wallClock(zone), { weekday: "long", day: "numeric", month: "long" });
}

/**
 * A date or a local time in words, such as `Tomorrow, 09:00`, and whether it has passed.
 * @param {string} due `2026-12-01` or `2026-12-01T09:00`
 * @param {string | null} dueZone where a zoned time is meant
 * @param {string} zone the person's
 */
export function inWords(due, dueZone, zone) {
  const now = wallClock(dueZone ?? zone);
  const isOver = due < now.slice(0, due.length);
  const time = due.includes("T") && format(due, { timeStyle: "short" });
  const where = dueZone !== zone && dueZone?.replaceAll("_", " ");
  return { isOver, words: [isOver && "Overdue", day(due, now), time, where].filter(Boolean).join(", ") };
}

/** @param {string} due @param {string} now */
function day(due, now) {
  const away = (midnight(due) - midnight(now)) / DAY;
  if (Math.abs(away) <= 1) {
    const word = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(away, "day");
    return word.charAt(0).toUpperCase() + word.slice(1);
  }
  if (away > 0 && away < 7) return format(due, { weekday: "long" });
  const year = due.slice(0, 4) === now.slice(0, 4) ? undefined : "numeric";
  return format(due, { weekday: "short", day: "numeric", month: "long", year });
}

/** @param {string} local */
const midnight = (local) => Date.parse(`${local.slice(0, 10)}T00:00Z`);

/** @param {string} local @param {Intl.DateTimeFormatOptions} options */
function format(local, options) {
  const inUtc = new Date(local.includes("T") ? `${local}Z` : midnight(local));
  return new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: "UTC" }).format(inUtc);
}
