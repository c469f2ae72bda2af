import { type Day, fromIso, iso } from "./day";

/** What the clocks of a time zone show: the zones are the browser's, which are those of the IANA database. */

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const MOST = 5000;
const offsets = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();

export interface Local {
  day: Day;
  /** Since midnight. */
  minute: number;
}

/** What the clock of the zone shows at the instant; a zone that this browser does not know counts as UTC. */
export function localOf(milliseconds: number, zone: string): Local {
  const shown = milliseconds + offset(milliseconds, zone) * MINUTE;
  const day = Math.floor(shown / 86_400_000);
  return { day, minute: Math.floor((shown - day * 86_400_000) / MINUTE) };
}

export function dayIn(milliseconds: number, zone: string): Day {
  return localOf(milliseconds, zone).day;
}

/**
 * The instant of a time on the clock of the zone (RFC 5545, section 3.3.5). Of a time that comes twice it is the first;
 * one that is left out is as long after midnight as if the clocks had not been put forward yet.
 */
export function instantOf(day: Day, minute: number, zone: string): number {
  const naive = day * 86_400_000 + minute * MINUTE;
  const [earlier, later] = [offset(naive - 86_400_000, zone), offset(naive + 86_400_000, zone)];
  const first = naive - Math.max(earlier, later) * MINUTE;
  const second = naive - Math.min(earlier, later) * MINUTE;
  if (first === second) return first;
  if (first + offset(first, zone) * MINUTE === naive) return first;
  return second + offset(second, zone) * MINUTE === naive ? second : naive - earlier * MINUTE;
}

/** The day of `2026-12-01T09:00`, and the minute, of a date alone undefined. */
export function parsed(text: string): { day: Day; minute: number | undefined } {
  const day = fromIso(text);
  if (text.length <= 10) return { day, minute: undefined };
  return { day, minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) };
}

/** A date or local time on another day, at the same time of the clock. */
export function putOn(text: string | null, day: Day): string {
  return iso(day) + (text ?? "").slice(10);
}

/** Minutes that the zone is ahead of UTC, remembered by quarters of an hour: no clock is put forward within one. */
function offset(milliseconds: number, zone: string): number {
  const quarter = Math.floor(milliseconds / QUARTER);
  let known = offsets.get(zone);
  if (!known || known.size > MOST) {
    known = new Map();
    offsets.set(zone, known);
  }
  let found = known.get(quarter);
  if (found === undefined) {
    found = offsetAt(milliseconds, zone);
    known.set(quarter, found);
  }
  return found;
}

function offsetAt(milliseconds: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(milliseconds)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const shown = new Date(0);
  shown.setUTCFullYear(year, month - 1, day);
  shown.setUTCHours(hour, minute);
  return Math.round((shown.getTime() - milliseconds) / MINUTE);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = made(zone) ?? made("UTC") ?? new Intl.DateTimeFormat();
    formats.set(zone, found);
  }
  return found;
}

function made(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    const numeric = "numeric" as const;
    const shown = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric };
    return new Intl.DateTimeFormat("en-US", { ...shown, timeZone, hourCycle: "h23" });
  } catch {
    return undefined;
  }
}
