import { at } from "../../model/calendar/days";
import { atTime, onDay, putting, shifted } from "../../model/calendar/moving";
import { type Day, iso } from "../../model/day";
import { isOpen } from "../../model/queries";
import type { LocalText, Todo } from "../../model/row";
import { clock } from "../app.svelte";
import { lengthText } from "../date/local-text";
import { dayText } from "../dates";
import { minuteText } from "./times";
import { done, patch } from "../deeds.svelte";
import { say } from "../words/say";
import { today } from "../on-day";

/** What people do to todos on a calendar: each is one step of undo, and says where they came to stand. */

export const USUAL_LENGTH = 30;
const SHORTEST = 15;

/** At the time that each has. */
export function putOnDay(todos: readonly Todo[], day: Day): void {
  put(todos, (todo) => onDay(todo, day, clock().zone), dayText(day, today()));
}

export function putAt(todos: readonly Todo[], day: Day, minute: number): void {
  put(todos, (todo) => atTime(todo, day, minute, clock().zone), `${dayText(day, today())} ${minuteText(minute)}`);
}

export function putOnWholeDay(todos: readonly Todo[], day: Day): void {
  put(todos, () => iso(day), dayText(day, today()));
}

export function moveDays(todo: Todo, by: number): Day {
  const day = at(todo, 0, clock().zone).day + by;
  putOnDay([todo], day);
  return day;
}

/** Where it is afterwards; undefined of what has no time. */
export function moveMinutes(todo: Todo, by: number): Day | undefined {
  const { zone } = clock();
  const due = shifted(todo, by, zone);
  if (due === undefined) return undefined;
  const { day, minute = 0 } = at({ ...todo, due }, 0, zone);
  put([todo], () => due, `${dayText(day, today())} ${minuteText(minute)}`);
  return day;
}

export function lengthen(todo: Todo, by: number): void {
  setLength(todo, (todo.duration_minutes ?? USUAL_LENGTH) + by);
}

export function setLength(todo: Todo, minutes: number): void {
  const length = Math.max(SHORTEST, minutes);
  if (length !== todo.duration_minutes) {
    patch(say("calendar_did_last", { length: lengthText(length) }), [todo], { duration_minutes: length });
  }
}

function put(todos: readonly Todo[], due: (todo: Todo) => LocalText, when: string): void {
  const wishes = todos.filter(isOpen).flatMap((todo) => putting(todo, due(todo)) ?? []);
  done(say("did_schedule", { when }), ...wishes);
}
