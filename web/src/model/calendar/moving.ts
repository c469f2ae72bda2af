import { type Day, iso, mod, two } from "../day";
import type { Wish } from "../mutation";
import type { LocalText, Todo } from "../row";
import { parsed, putOn } from "../zone";
import { at, local } from "./days";

/**
 * A todo is put on another day or hour of the calendar, whose clock is that of where the person is. What it is stays:
 * a date a date, a floating time floating, and a time in a zone a time in that zone.
 */

export const MINUTES = 1440;

/** On this day, at the time that it has; without a date, for the whole day. */
export function onDay(todo: Todo, day: Day, zone: string): LocalText {
  if (todo.due === null) return iso(day);
  const { day: own } = parsed(todo.due);
  const shown = at(todo, 0, zone).day;
  // Where clocks change between the two, its time may be on the day before or behind in the other zone.
  const shift = [0, -1, 1].find((more) => at(todo, day - shown + more, zone).day === day) ?? 0;
  return putOn(todo.due, own + day - shown + shift);
}

/** On this day at this minute of the person's clock. */
export function atTime(todo: Todo, day: Day, minute: number, zone: string): LocalText {
  const isElsewhere = todo.due_zone !== null && todo.due_zone !== zone && todo.due?.includes("T");
  if (!isElsewhere) return text(day, minute);
  const there = local(day, minute, zone, todo.due_zone);
  return text(there.day, there.minute);
}

/** So many minutes later or earlier on the person's clock; nothing of what is for the whole day. */
export function shifted(todo: Todo, by: number, zone: string): LocalText | undefined {
  const { day, minute } = at(todo, 0, zone);
  if (minute === undefined) return undefined;
  const later = minute + by;
  return atTime(todo, day + Math.floor(later / MINUTES), mod(later, MINUTES), zone);
}

/** The change that puts it there: of a todo that repeats this occurrence alone. */
export function putting(todo: Todo, due: LocalText): Wish | undefined {
  if (due === todo.due) return undefined;
  const losesTime = !due.includes("T") && todo.due?.includes("T");
  if (todo.recurrence === null || todo.occurrence === null || losesTime) {
    return { name: "todo.patch", args: { id: todo.id, due } };
  }
  return { name: "todo.postpone", args: { id: todo.id, occurrence: todo.occurrence, to: due } };
}

function text(day: Day, minute: number): LocalText {
  return `${iso(day)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
