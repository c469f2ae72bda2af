import { tick } from "svelte";

import { type Day, fromIso, iso, monthsLater, startOfWeek } from "../../model/day";
import { account } from "../app.svelte";
import type { Command } from "../commands.svelte";
import { addTo } from "../quick/add-to.svelte";
import { go } from "../route.svelte";
import { chosenCount } from "../selection.svelte";
import { say } from "../words/say";
import { dayHere, placePath, take, viewHere } from "./place";

/** On a day, or on what it has: the day at hand goes where the keys say, and the focus with it. */
export function dayKeys(event: KeyboardEvent): void {
  const isHeld = event.altKey || event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || isHeld) return;
  const day = dayHere();
  if (event.key === "Enter" && isDay(event.target)) go(placePath(day, "day"));
  else if (event.key === "Escape" && chosenCount() === 0 && !isDay(event.target)) void focusDay(day);
  else {
    const to = dayAfter(day, event.key, event.shiftKey);
    if (to === undefined) return;
    goTo(to);
  }
  event.preventDefault();
}

/** From anywhere else on the screen: into the days. */
export function dayCommands(): Command[] {
  const keys =
    viewHere() === "month" ? ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  return keys.map((key) => ({
    ...{ id: `calendar-${key}`, label: say("calendar_other_day"), keys: [key], isOnlyKey: true },
    run: () => {
      goTo(dayAfter(dayHere(), key, false) ?? dayHere());
    },
  }));
}

function goTo(day: Day): void {
  take(day);
  void focusDay(day);
}

function dayAfter(day: Day, key: string, isShifted: boolean): Day | undefined {
  const week = startOfWeek(day, account()?.week_start ?? 1);
  const steps: Record<string, Day> = isShifted
    ? { PageUp: monthsLater(day, -12), PageDown: monthsLater(day, 12) }
    : {
        ...{ ArrowLeft: day - 1, ArrowRight: day + 1, Home: week, End: week + 6 },
        ...(viewHere() === "month" && { ArrowUp: day - 7, ArrowDown: day + 7 }),
      };
  return steps[key];
}

/** A click beside what is on a day takes the day. */
export function takeDay(event: MouseEvent): void {
  const day = dayOf(event);
  if (day !== undefined) goTo(day);
}

export function addOnDay(event: MouseEvent): void {
  const day = dayOf(event);
  if (day !== undefined) addTo({ due: iso(day) });
}

function dayOf({ target }: MouseEvent): Day | undefined {
  if (!(target instanceof Element) || target.closest("a, button")) return undefined;
  const day = target.closest("[data-day]")?.getAttribute("data-day");
  return day ? fromIso(day) : undefined;
}

function isDay(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset["day"] !== undefined;
}

export async function focusDay(day: Day): Promise<void> {
  await tick();
  document.querySelector<HTMLElement>(`[data-day="${iso(day)}"]`)?.focus({ preventScroll: true });
}
