import { type Day, fromIso } from "../day";
import { dueUntil, isOpen, type Now } from "../queries";
import type { Todo } from "../row";
import { coming } from "../series";
import { compared } from "../ordered";
import type { Tables } from "../table";
import { dayIn, instantOf, type Local, localOf, parsed } from "../zone";

/** What stands on a day of the calendar. */
export interface Entry {
  readonly todo: Todo;
  readonly day: Day;
  /** On the clock of where the person is; undefined of what is for the whole day. */
  readonly minute: number | undefined;
  /** `coming` is an occurrence that the todo does not stand for yet; `done` stands on the day on which it was done. */
  readonly kind: "open" | "coming" | "done";
}

export interface Shown {
  readonly from: Day;
  /** The first day that is not shown any more. */
  readonly until: Day;
  readonly isDoneShown?: boolean;
}

/** From completion, days are guesses, and each is a step of its own: nobody plans by more of them. */
const MOST_GUESSED = 31;

/** The days that have something, each in the order of the clock: one pass, and of what repeats only these days. */
export function calendarDays(rows: Tables, now: Now, shown: Shown): Map<Day, Entry[]> {
  const days = new Map<Day, Entry[]>();
  const today = dayIn(now.milliseconds, now.zone);
  const add = (entry: Entry) => {
    if (entry.day < shown.from || entry.day >= shown.until) return;
    const there = days.get(entry.day);
    if (there) there.push(entry);
    else days.set(entry.day, [entry]);
  };
  for (const todo of dueUntil(rows, shown.until)) {
    add(present(todo, now.zone));
    if (todo.recurrence !== null) for (const entry of ahead(todo, today, now.zone, shown)) add(entry);
  }
  if (shown.isDoneShown) {
    for (const todo of rows.todo.over.values("")) {
      if (todo.status !== "done" || todo.completed_at === null) continue;
      add({ todo, day: dayIn(Date.parse(todo.completed_at), now.zone), minute: undefined, kind: "done" });
    }
  }
  for (const entries of days.values()) entries.sort(inOrder);
  return days;
}

/** Open, and without a day: what can still be put on one. */
export function unplanned(rows: Tables): Todo[] {
  return rows.todo.inOrder().filter((todo) => isOpen(todo) && todo.due === null && todo.parent === null);
}

/** Where it stands on the clock of the person's zone, if it is due so many days later on its own. */
export function at(todo: Todo, daysLater: number, zone: string): { day: Day; minute: number | undefined } {
  const { day, minute } = parsed(todo.due ?? "");
  if (minute === undefined || todo.due_zone === null || todo.due_zone === zone) return { day: day + daysLater, minute };
  return local(day + daysLater, minute, todo.due_zone, zone);
}

/** What the clock of `zone` shows when it is that time in `of`. */
export function local(day: Day, minute: number, of: string, zone: string): Local {
  return localOf(instantOf(day, minute, of), zone);
}

/** Rows are replaced, never changed: what was found for one stays true. */
const placed = new WeakMap<Todo, { readonly zone: string; readonly entry: Entry }>();

function present(todo: Todo, zone: string): Entry {
  const known = placed.get(todo);
  if (known?.zone === zone) return known.entry;
  const entry: Entry = { todo, ...at(todo, 0, zone), kind: "open" };
  placed.set(todo, { zone, entry });
  return entry;
}

const remembered = new WeakMap<Todo, { readonly asked: string; readonly entries: readonly Entry[] }>();

function ahead(todo: Todo, today: Day, zone: string, { from, until }: Shown): readonly Entry[] {
  const asked = `${today} ${zone} ${from} ${until}`;
  const known = remembered.get(todo);
  if (known?.asked === asked) return known.entries;
  const due = fromIso(todo.due ?? "");
  const entries = comingDays(todo, due, today, { from, until })
    .filter((day) => day !== due)
    .map((day): Entry => ({ todo, ...at(todo, day - due, zone), kind: "coming" }));
  remembered.set(todo, { asked, entries });
  return entries;
}

function comingDays(todo: Todo, due: Day, today: Day, { from, until }: Shown): Day[] {
  const here = todo.occurrence === null ? due : fromIso(todo.occurrence);
  const series = {
    rule: todo.recurrence ?? "",
    start: todo.series_start === null ? due : fromIso(todo.series_start),
    repeatFrom: todo.repeat_from,
    exceptions: todo.exceptions.map(fromIso),
    steps: todo.steps,
  };
  // A day more on either side: in another zone it may be a day earlier or later there.
  if (series.repeatFrom === "due") {
    return coming(series, Math.max(here, from - 2), today, until, until - from + 3);
  }
  return coming(series, here, Math.max(due, today), until, MOST_GUESSED);
}

/** What has a time by it, then what is for the whole day, the more important first; what is done last. */
function inOrder(one: Entry, other: Entry): number {
  if (one.kind !== other.kind && (one.kind === "done" || other.kind === "done")) return one.kind === "done" ? 1 : -1;
  const [a, b] = [one.minute ?? 1440, other.minute ?? 1440];
  return a - b || other.todo.priority - one.todo.priority || compared(one.todo, other.todo);
}
