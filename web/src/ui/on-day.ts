import { type Day, dayOf } from "../model/day";
import { dayIn } from "../model/zone";
import { clock } from "./app.svelte";
import { route } from "./route.svelte";

/** Where the person is. */
export function today(): Day {
  return dayIn(clock().milliseconds, clock().zone);
}

/** The day that the address names, if it is one: `?on=2026-11-22`. */
export function dayOn(): Day | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(route().on ?? "") ?? [];
  return year === undefined ? undefined : dayOf(Number(year), Number(month), Number(day));
}
