import type { Day } from "../../model/day";
import { longDay } from "../dates";
import { say } from "../words/say";
import { today } from "../on-day";

/** `Monday 23 November, today, 3 todos`. */
export function dayName(day: Day, n: number): string {
  const name = day === today() ? `${longDay(day)}, ${say("calendar_today")}` : longDay(day);
  return n === 0 ? name : say("calendar_n_on", { day: name, n });
}
