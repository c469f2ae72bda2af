import { type Day, fromIso, iso } from "./day";
import type { Instant, LocalText, Todo } from "./row";
import { beginning, following, type Series } from "./series";
import { putOn } from "./zone";

/**
 * What completing, skipping and postponing does to a todo, also to one that repeats: it stands for one occurrence of
 * its series and moves on to the next. The server says the same in `rules/series.py` and `store/occurrence.py`.
 */

type Fields = Partial<Todo>;

export function completed(todo: Todo, occurrence: string | null, at: Instant, today: Day): Fields {
  if (occurrence !== null && occurrence !== current(todo)) return {};
  if (todo.recurrence && todo.status === "open") return stepped(todo, at, today, today);
  return todo.status === "done" ? {} : { status: "done", completed_at: todo.completed_at ?? at };
}

export function skipped(todo: Todo, occurrence: string | null, at: Instant, today: Day): Fields {
  const isMeant = occurrence === null || occurrence === current(todo);
  if (!todo.recurrence || todo.status !== "open" || !isMeant) return {};
  const here = hereOf(todo, today);
  return stepped(todo, at, today, todo.repeat_from === "completion" ? Math.max(today, here) : today);
}

export function postponed(
  todo: Todo,
  wanted: { occurrence?: string | null } & ({ to: LocalText } | { days: number }),
  today: Day,
): Fields {
  if (wanted.occurrence != null && wanted.occurrence !== current(todo)) return {};
  if ("to" in wanted) return { due: wanted.to.includes("T") ? wanted.to : putOn(todo.due, fromIso(wanted.to)) };
  const from = todo.due ? Math.max(fromIso(todo.due), today) : today;
  return { due: putOn(todo.due, from + wanted.days) };
}

/** The fields that change with the recurrence, if the change begins a series or ends the one that there is. */
export function along(before: Todo, changes: Fields, today: () => Day): Fields {
  const rule = changes.recurrence;
  if (rule === undefined || goesOn(before, changes)) return {};
  if (rule === null) return before.series_start === null ? {} : OVER;
  const due = changes.due === undefined ? before.due : changes.due;
  if (due !== null) return begun(due.slice(0, 10));
  const day = iso(beginning(rule, today()));
  return { due: day, due_zone: null, ...begun(day) };
}

/** The day of the series that the todo stands for; of one that does not repeat the day on which it is due. */
export function current(todo: Todo): string | null {
  return (todo.recurrence ? todo.occurrence : null) ?? todo.due?.slice(0, 10) ?? null;
}

const OVER: Fields = { series_start: null, occurrence: null, steps: 0, exceptions: [] };

function begun(day: string): Fields {
  return { series_start: day, occurrence: day, steps: 0 };
}

function goesOn(before: Todo, changes: Fields): boolean {
  const due = changes.due === undefined ? before.due : changes.due;
  const isMoved = due === null || due.slice(0, 10) !== before.due?.slice(0, 10);
  return before.series_start !== null && changes.recurrence === before.recurrence && !isMoved;
}

/** The next day of the series, or the end of it. Everything keeps its distance from the day of the series. */
function stepped(todo: Todo, at: Instant, today: Day, countedFrom: Day): Fields {
  const here = hereOf(todo, today);
  const reached = dayBehind(todo, here, countedFrom);
  const steps = todo.steps + 1;
  if (reached === undefined) return { status: "done", completed_at: at, steps };
  const moved = (text: string | null) => text && putOn(text, fromIso(text) + reached - here);
  return {
    steps,
    occurrence: iso(reached),
    due: putOn(todo.due, reached),
    start: moved(todo.start),
    deadline: moved(todo.deadline),
    reminders: todo.reminders.map((it) => ("at" in it ? { at: moved(it.at) ?? it.at } : it)),
  };
}

function hereOf(todo: Todo, today: Day): Day {
  const day = current(todo);
  return day === null ? today : fromIso(day);
}

function dayBehind(todo: Todo, here: Day, today: Day): Day | undefined {
  const start = todo.series_start ?? todo.due;
  const series: Series = {
    rule: todo.recurrence ?? "",
    start: start === null ? today : fromIso(start),
    repeatFrom: todo.repeat_from,
    exceptions: todo.exceptions.map(fromIso),
    steps: todo.steps,
  };
  return following(series, here, today);
}
