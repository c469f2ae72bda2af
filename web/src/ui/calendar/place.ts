import { isSameMonth, turned, type View } from "../../model/calendar/span";
import { type Day, iso } from "../../model/day";
import { dayOn, today } from "../on-day";
import { go, path, route } from "../route.svelte";

/** What the calendar shows, as it stands in the address: `/app/calendar?on=2026-11-22&view=week`. */

/** The day at hand: its month or its week is shown, and on it is added. */
export function dayHere(): Day {
  return dayOn() ?? today();
}

export function viewHere(): View {
  const { view } = route();
  return view === "week" || view === "day" ? view : "month";
}

export function placePath(day: Day, view: View = viewHere()): string {
  return `${path("calendar")}?on=${iso(day)}${view === "month" ? "" : `&view=${view}`}`;
}

/** To another span of days: going back leads here again. */
export function turn(by: 1 | -1, weekLength: number): void {
  go(placePath(turned(dayHere(), viewHere(), by, weekLength)));
}

/** The day at hand is another one: that is no step to go back. */
export function take(day: Day): void {
  const { todo } = route();
  if (day !== dayHere() || route().on === undefined) {
    go(`${placePath(day)}${todo === undefined ? "" : `&todo=${todo}`}`, { replaces: true });
  }
}

/** The day of a todo that has the focus is at hand; but other days are not shown because of it. */
export function near(day: Day): void {
  if (viewHere() !== "month" || isSameMonth(day, dayHere())) take(day);
}
