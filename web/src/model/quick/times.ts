import { lookUp, type Slots } from "./slots";

/** The time of day that a phrase means, in minutes since midnight. */
type Meaning = (slots: Slots) => number;

const DAY = 24 * 60;

/** 12 am is midnight. Without am and pm the part of the day decides, or what people mean: at 5 is 17:00. */
function onClock(slots: Slots, hour: number): number {
  if (slots.has("ampm")) return (hour % 12) + (slots.language.data.pm.includes(slots.text("ampm")) ? 12 : 0);
  if (slots.has("daypart")) return slots.daypart >= "12:00" ? (hour % 12) + 12 : hour;
  return slots.language.data.small_hours_are_pm && hour < 7 ? hour + 12 : hour;
}

function hourOf(slots: Slots): number {
  return onClock(slots, slots.number("hour12"));
}

/** Without am or pm, 3:15 is meant as 15:15 where 3 is; 03:15 is not. */
function hour24(slots: Slots): number {
  const text = slots.text("hour24");
  return /^[1-9]$/.test(text) ? onClock(slots, Number(text)) : Number(text);
}

function minuteOf(slots: Slots): number {
  return slots.has("minute") ? slots.number("minute") : 0;
}

function past(minutes: number): Meaning {
  return (slots) => (((hourOf(slots) * 60 + minutes) % DAY) + DAY) % DAY;
}

/** Minutes since midnight of `HH:MM`. */
export function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

/** `ten past five`, `twenty to six`. */
function counted(sign: number): Meaning {
  return (slots) => past(sign * (slots.number("minutes_past") || slots.number("digits")))(slots);
}

/** The hour as it is meant in that part of the day: eight in the evening is 20:00, five in the morning 5:00. */
export function within(at: number, part: number | undefined): number {
  if (part === undefined) return at;
  if (part >= NOON) return at >= 60 && at < NOON ? at + NOON : at;
  return part >= 60 && at >= NOON + 60 && at < LATEST_SMALL ? at - NOON : at;
}

const NOON = DAY / 2;
/** Behind what 6 means without am and pm. */
const LATEST_SMALL = 19 * 60;
export const EVENING = 19 * 60;

export const MEANINGS: Record<string, Meaning> = {
  hour12: (slots) => hourOf(slots) * 60 + minuteOf(slots),
  hour24: (slots) => hour24(slots) * 60 + minuteOf(slots),
  clock: (slots) => Number(slots.text("clock").slice(0, 2)) * 60 + Number(slots.text("clock").slice(2)),
  o_clock: past(0),
  bare_hour: past(0),
  past: counted(1),
  to: counted(-1),
  hour12_pm: (slots) => ((slots.number("hour12") % 12) + 12) * 60 + minuteOf(slots),
  minute_word: (slots) => hourOf(slots) * 60 + slots.number("minute_word"),
  half_past: past(30),
  quarter_past: past(15),
  quarter_to: past(-15),
  half_to: past(-30),
  daypart: (slots) => minutes(slots.daypart),
  time_name: (slots) => minutes(lookUp(slots.language.data.times_by_name, slots.text("time_name")) ?? ""),
};
