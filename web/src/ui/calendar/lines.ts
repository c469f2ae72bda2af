import type { Entry } from "../../model/calendar/days";
import type { Id } from "../../model/row";

/** As many as there is room for, one line kept for how many there are more; what is at hand is always to be seen. */
export function linesFor(
  entries: readonly Entry[],
  room: number,
  hand: Id | undefined,
): { lines: readonly Entry[]; hidden: number } {
  if (entries.length <= room) return { lines: entries, hidden: 0 };
  const most = Math.max(0, room - 1);
  const lines = entries.slice(0, most);
  const behind = entries.slice(most).find(({ todo, kind }) => todo.id === hand && kind !== "coming");
  if (behind && most > 0) lines.splice(-1, 1, behind);
  return { lines, hidden: entries.length - lines.length };
}
