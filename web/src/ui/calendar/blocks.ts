import type { Entry } from "../../model/calendar/days";
import type { Timed } from "../../model/calendar/lanes";
import { USUAL_LENGTH } from "./deeds";

export interface Placed extends Timed {
  readonly entry: Entry;
}

const DAY = 1440;

/** What has an hour, with the minutes that it takes up on the grid: no more than the day has. */
export function placed(entries: readonly Entry[]): Placed[] {
  return entries.flatMap((entry) => {
    const { minute, todo } = entry;
    if (minute === undefined) return [];
    return [{ entry, from: minute, until: Math.min(DAY, minute + (todo.duration_minutes ?? USUAL_LENGTH)) }];
  });
}
