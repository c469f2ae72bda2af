import type { Day } from "../day";

/** What a query is made of, once it is read. Names are not looked up here yet, and no day is reckoned. */

export type Field = "due" | "start" | "deadline" | "created" | "completed";
export type Relation = "on" | "before" | "after";
export type Unit = "minute" | "hour" | "day" | "week" | "month" | "year";
export type Named = "tag" | "list" | "tree" | "section";
export type Word =
  | "everything"
  | "open"
  | "done"
  | "cancelled"
  | "subtask"
  | "recurring"
  | "no due"
  | "no start"
  | "no deadline"
  | "no time";

export type Node =
  | { readonly is: "all" | "either"; readonly terms: readonly Node[] }
  | { readonly is: "not"; readonly term: Node }
  | { readonly is: "plain"; readonly word: Word }
  | { readonly is: "priority"; readonly level: number }
  /** Open, and due before now. */
  | { readonly is: "overdue" }
  | { readonly is: "dated"; readonly field: Field; readonly relation: Relation; readonly moment: Moment }
  /** `parts` are what stands between the wildcards of a name, in lower case: one part is the whole name. */
  | { readonly is: "named"; readonly kind: Named; readonly parts: readonly string[] }
  /** The text stands in title or notes. */
  | { readonly is: "said"; readonly text: string };

export interface Count {
  readonly number: number;
  readonly unit: Unit;
}

export type Moment =
  /** From now, or from today, for so long; below 0 up to then. */
  | { readonly is: "lasting"; readonly count: Count }
  /** So long after the first day of `origin`, after today, or for hours and minutes after now; below 0 before. */
  | { readonly is: "shifted"; readonly count: Count; readonly origin?: Moment }
  /** The nearest such day, 1 Monday to 7 Sunday. */
  | { readonly is: "weekday"; readonly weekday: number }
  | { readonly is: "day"; readonly day: Day }
  /** The nearest such day of whichever year. */
  | { readonly is: "day_of_year"; readonly month: number; readonly day: number }
  /** `which` is 0 this, 1 the next, -1 the last. */
  | { readonly is: "period"; readonly unit: Unit; readonly which: number }
  /** A time of day, in minutes since midnight. */
  | { readonly is: "at"; readonly origin: Moment | undefined; readonly minute: number };

/** One of the parts that commas separate, each a list of its own: of open todos, unless it speaks of the status itself. */
export interface Pane {
  readonly node: Node;
  readonly speaksOfStatus: boolean;
}
