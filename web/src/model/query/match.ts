import type { Todo } from "../row";
import { dayIn, instantOf, parsed } from "../zone";
import { type Bound, bounds, type Clock, dayOf, instantOfBound } from "./bounds";
import { idsOf, INBOX, type Names } from "./names";
import type { Field, Node, Pane, Word } from "./tree";

/** Whether a todo is one that a query means; the server's SQL says the same of the same tree. */

type Holds = (todo: Todo) => boolean;

/** A test of the pane for each todo: names are looked up and days reckoned once. */
export function matcher(pane: Pane, clock: Clock, names: Names): Holds {
  const holds = ofNode(pane.node, clock, names);
  const isMeant: Holds = pane.speaksOfStatus ? holds : (todo) => todo.status === "open" && holds(todo);
  return (todo) => todo.deleted_at === null && isMeant(todo);
}

function ofNode(node: Node, clock: Clock, names: Names): Holds {
  switch (node.is) {
    case "all": {
      const terms = node.terms.map((term) => ofNode(term, clock, names));
      return (todo) => terms.every((holds) => holds(todo));
    }
    case "either": {
      const terms = node.terms.map((term) => ofNode(term, clock, names));
      return (todo) => terms.some((holds) => holds(todo));
    }
    case "not": {
      const holds = ofNode(node.term, clock, names);
      return (todo) => !holds(todo);
    }
    case "plain":
      return WORDS[node.word];
    case "priority":
      return ({ priority }) => priority === node.level;
    case "overdue":
      return (todo) => todo.status === "open" && isPast(todo, clock);
    case "dated":
      return liesWithin(node, clock);
    case "named":
      return bears(node, names);
    case "said": {
      const text = node.text.toLowerCase();
      return ({ title, notes }) => title.toLowerCase().includes(text) || notes.toLowerCase().includes(text);
    }
  }
}

const WORDS: Record<Word, Holds> = {
  everything: () => true,
  open: ({ status }) => status === "open",
  done: ({ status }) => status === "done",
  cancelled: ({ status }) => status === "cancelled",
  subtask: ({ parent }) => parent !== null,
  recurring: ({ recurrence }) => recurrence !== null,
  "no due": ({ due }) => due === null,
  "no start": ({ start }) => start === null,
  "no deadline": ({ deadline }) => deadline === null,
  "no time": ({ due }) => !due?.includes("T"),
};

function bears({ kind, parts }: Extract<Node, { is: "named" }>, names: Names): Holds {
  const ids = idsOf(kind, parts, names);
  if (kind === "tag") return ({ tags }) => tags.some((tag) => ids.has(tag));
  if (kind === "section") return ({ section }) => section !== null && ids.has(section);
  return ({ list }) => ids.has(list ?? INBOX);
}

/** A day, with the time of day and the zone that it may have; or an instant. */
type Value = { readonly text: string; readonly zone: string | null } | number;

function liesWithin(node: Extract<Node, { is: "dated" }>, clock: Clock): Holds {
  const [lower, upper] = bounds(node, clock);
  return (todo) => {
    if (node.field === "completed" && todo.status !== "done") return false;
    const value = valueOf(node.field, todo);
    if (value === undefined) return false;
    return !(lower && isBefore(value, lower, clock)) && !(upper && !isBefore(value, upper, clock));
  };
}

function valueOf(field: Field, todo: Todo): Value | undefined {
  switch (field) {
    case "created":
      return Date.parse(todo.created_at);
    case "completed":
      return todo.completed_at === null ? undefined : Date.parse(todo.completed_at);
    case "deadline":
      return todo.deadline === null ? undefined : { text: todo.deadline, zone: null };
    case "due":
      return todo.due === null ? undefined : { text: todo.due, zone: todo.due_zone };
    case "start":
      return todo.start === null ? undefined : { text: todo.start, zone: todo.start_zone };
  }
}

/** A date alone is before an instant once its day is over, as is usual of what is due on it. */
function isBefore(value: Value, bound: Bound, clock: Clock): boolean {
  if (typeof value === "number") return value < instantOfBound(bound, clock);
  const { day, minute } = parsed(value.text);
  if (minute === undefined) return day < dayOf(bound, clock);
  if ("day" in bound && value.zone === null) return day < bound.day;
  const instant = instantOf(day, minute, value.zone ?? clock.zone);
  return "day" in bound ? dayIn(instant, clock.zone) < bound.day : instant < bound.instant;
}

function isPast({ due, due_zone }: Todo, clock: Clock): boolean {
  if (due === null) return false;
  const { day, minute } = parsed(due);
  if (minute === undefined) return day < clock.today;
  return instantOf(day, minute, due_zone ?? clock.zone) <= clock.milliseconds;
}
