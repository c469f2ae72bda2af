import { type Day, iso, two } from "./day";
import { compared } from "./ordered";
import type { Id, List, Section, Todo } from "./row";
import type { Tables } from "./table";
import { dayIn, instantOf, localOf, parsed } from "./zone";

/**
 * Everything that can be asked of the rows. What stands on the screens of every day looks at a part of them that the
 * table keeps (todos.ts), the rest is one pass over all: either way it is asked anew after each change.
 */

/** The person's now: `milliseconds` since 1970, in their zone. */
export interface Now {
  readonly milliseconds: number;
  readonly zone: string;
}

export function isLive(todo: Todo): boolean {
  return todo.deleted_at === null;
}

export function isOpen(todo: Todo): boolean {
  return todo.status === "open" && todo.deleted_at === null;
}

/** Open todos of no list; subtasks stand below their parents. */
export function inbox(rows: Tables): Todo[] {
  return rows.todo.openIn.inOrder("");
}

export interface TodayPage {
  readonly overdue: readonly Todo[];
  readonly due: readonly Todo[];
  /** Completed today, the last first. */
  readonly done: readonly Todo[];
}

export function today(rows: Tables, now: Now): TodayPage {
  const { isByToday, isLate } = dueTests(now);
  const found = dueUntil(rows, tomorrow(now)).filter(isByToday).sort(byDue);
  return {
    overdue: found.filter(isLate),
    due: found.filter((todo) => !isLate(todo)),
    done: [...rows.todo.over.values("")].filter(completedToday(now)).sort(byCompletion),
  };
}

/** How many are overdue or due today: what a sidebar shows beside every screen. */
export function todayCount(rows: Tables, now: Now): number {
  return dueUntil(rows, tomorrow(now)).filter(dueTests(now).isByToday).length;
}

/** Two clocks on earth are up to 26 hours apart: the day there is not always the day here. */
const ELSEWHERE = 2;

/** What may be due before `until`, and not before `from`; which of it is, is for `dueDay` to say. */
export function dueUntil({ todo }: Tables, until?: Day, from?: Day): Todo[] {
  const first = from === undefined ? "" : iso(from - ELSEWHERE);
  const end = until === undefined ? "~" : iso(until + ELSEWHERE);
  return [...todo.dueOn.sizes()].flatMap(([day]) => (day >= first && day < end ? [...todo.dueOn.values(day)] : []));
}

export interface ListPage {
  /** What is in no section. */
  readonly todos: readonly Todo[];
  readonly sections: readonly { readonly section: Section; readonly todos: readonly Todo[] }[];
  readonly done: readonly Todo[];
}

export function listPage(rows: Tables, list: Id): ListPage {
  const openTodos = rows.todo.openIn.inOrder(list);
  const sections = sectionsOf(rows, list);
  const known = new Set(sections.map(({ id }) => id));
  return {
    todos: openTodos.filter(({ section }) => section === null || !known.has(section)),
    sections: sections.map((section) => ({ section, todos: openTodos.filter((todo) => todo.section === section.id) })),
    done: [...rows.todo.overIn.values(list)].sort(byCompletion),
  };
}

export function lists(rows: Tables): List[] {
  return rows.list.inOrder().filter((list) => list.deleted_at === null);
}

export function sectionsOf(rows: Tables, list: Id): Section[] {
  return rows.section.inOrder().filter((section) => section.list === list && section.deleted_at === null);
}

export function tagged(rows: Tables, tag: Id): Todo[] {
  return rows.todo.bearing.inOrder(tag);
}

export function subtasks(rows: Tables, parent: Id): Todo[] {
  return rows.todo.below.inOrder(parent);
}

/** How many subtasks each parent has, and how many of them are done. */
export function progress(rows: Tables): Map<Id, { done: number; all: number }> {
  const found = new Map<Id, { done: number; all: number }>();
  for (const [parent, all] of rows.todo.below.sizes()) {
    let done = 0;
    for (const { status } of rows.todo.below.values(parent)) if (status !== "open") done += 1;
    found.set(parent, { done, all });
  }
  return found;
}

/** Done or cancelled, the last first. */
export function completed(rows: Tables): Todo[] {
  return [...rows.todo.over.values("")].sort(byCompletion);
}

/** How many open todos each list has; the Inbox under `""`. */
export function counts(rows: Tables): Map<Id, number> {
  return new Map(rows.todo.openIn.sizes());
}

/** How many open todos each tag has. */
export function tagCounts(rows: Tables): Map<Id, number> {
  return new Map(rows.todo.bearing.sizes());
}

/** The day on which it is due where the person is. */
export function dueDay(todo: Todo, zone: string): Day {
  const { day, minute } = parsed(todo.due ?? "");
  if (todo.due_zone === null || minute === undefined) return day;
  return dayIn(instantOf(day, minute, todo.due_zone), zone);
}

/** Open, and due before now; on a date alone when that day is over. */
export function isOverdue(todo: Todo, now: Now): boolean {
  return todo.status === "open" && dueTests(now).isLate(todo);
}

function tomorrow({ milliseconds, zone }: Now): Day {
  return dayIn(milliseconds, zone) + 1;
}

/** What is due where the person is compares as text does; only what is due in another zone has to be reckoned. */
function dueTests({ milliseconds, zone }: Now) {
  const { day, minute } = localOf(milliseconds, zone);
  const [today, tomorrow] = [iso(day), iso(day + 1)];
  const clock = `${today}T${two(Math.floor(minute / 60))}:${two(minute % 60)}~`;
  const isElsewhere = (todo: Todo) => todo.due_zone !== null && todo.due_zone !== zone;
  const isByToday = (todo: Todo) =>
    todo.due !== null && (isElsewhere(todo) ? dueDay(todo, zone) <= day : todo.due < tomorrow);
  const isLate = (todo: Todo) => {
    if (todo.due === null) return false;
    if (todo.due.length <= 10) return todo.due < today;
    return isElsewhere(todo) ? dueInstant(todo.due, todo.due_zone ?? zone) <= milliseconds : todo.due < clock;
  };
  return { isByToday, isLate };
}

function dueInstant(due: string, zone: string): number {
  const { day, minute = 0 } = parsed(due);
  return instantOf(day, minute, zone);
}

/** The server's clock is in UTC: no zone is more than a day away from that, and a text is compared faster than read. */
function completedToday({ milliseconds, zone }: Now): (todo: Todo) => boolean {
  const day = dayIn(milliseconds, zone);
  const [from, until] = [iso(day - 1), iso(day + 2)];
  return ({ completed_at: at }) => at !== null && at > from && at < until && dayIn(Date.parse(at), zone) === day;
}

/** Earlier days first, what has a time before what has none, the more important first. Rows come in their order. */
export function byDue(one: Todo, other: Todo): number {
  const [a, b] = [one.due ?? "", other.due ?? ""];
  if (a === b) return other.priority - one.priority || compared(one, other);
  const [late, later] = [a.length > 10 ? a : `${a}~`, b.length > 10 ? b : `${b}~`];
  return late < later ? -1 : 1;
}

function byCompletion(one: Todo, other: Todo): number {
  const [a, b] = [one.completed_at ?? "", other.completed_at ?? ""];
  return a === b ? compared(one, other) : a < b ? 1 : -1;
}
