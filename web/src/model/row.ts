/** The rows of a person's data, as the server's `GET` and `POST /sync` give them. */

export type Id = string;
/** An instant such as `2026-11-22T18:00:00.123456+00:00`. */
export type Instant = string;
/** `2026-12-01`: that day, wherever the person is. */
export type DayText = string;
/** `2026-12-01`, or `2026-12-01T09:00`: nine on the clock in front of the person, or in a zone that stands beside it. */
export type LocalText = string;

export interface Stored {
  readonly id: Id;
  /** 0 for what the server has not seen yet. */
  readonly seq: number;
  readonly created_at: Instant;
  readonly updated_at: Instant;
}

export interface Kept extends Stored {
  /** When it went to the trash. */
  readonly deleted_at: Instant | null;
  /** A fractional index: rows are shown in its order. */
  readonly position: string;
  /** What other programs want back as it was. */
  readonly foreign_properties: Readonly<Record<string, unknown>>;
}

export type Status = "open" | "done" | "cancelled";
export type Priority = 0 | 1 | 2 | 3 | 4;
export type Reminder = { readonly before_minutes: number } | { readonly at: LocalText };

export interface Todo extends Kept {
  readonly title: string;
  readonly notes: string;
  readonly list: Id | null;
  readonly section: Id | null;
  readonly parent: Id | null;
  readonly tags: readonly Id[];
  readonly status: Status;
  /** 0 none to 4 highest; people write the highest as p1. */
  readonly priority: Priority;
  readonly start: LocalText | null;
  readonly start_zone: string | null;
  readonly due: LocalText | null;
  readonly due_zone: string | null;
  readonly deadline: DayText | null;
  readonly duration_minutes: number | null;
  /** A rule of RFC 5545. */
  readonly recurrence: string | null;
  readonly repeat_from: "due" | "completion";
  readonly exceptions: readonly DayText[];
  readonly reminders: readonly Reminder[];
  readonly completed_at: Instant | null;
  readonly series_start: DayText | null;
  /** The day of the series that the todo stands for. */
  readonly occurrence: DayText | null;
  readonly steps: number;
}

export type Color = "red" | "orange" | "yellow" | "green" | "teal" | "blue" | "indigo" | "purple" | "pink" | "grey";

export interface List extends Kept {
  readonly name: string;
  readonly parent: Id | null;
  readonly color: Color | null;
  readonly view: "list" | "board";
}

export interface Section extends Kept {
  readonly name: string;
  readonly list: Id;
}

export interface Tag extends Kept {
  readonly name: string;
  readonly color: Color | null;
}

export interface Filter extends Kept {
  readonly name: string;
  readonly query: string;
  readonly color: Color | null;
}

export interface Account extends Stored {
  readonly space: Id;
  readonly email: string | null;
  readonly name: string | null;
  readonly zone: string;
  readonly zone_is_chosen: boolean;
  /** 1 Monday to 7 Sunday. */
  readonly week_start: number;
  readonly language: string;
  readonly theme: "system" | "light" | "dark";
}

/** The rows of each kind. */
export interface Kinds {
  todo: Todo;
  list: List;
  section: Section;
  tag: Tag;
  filter: Filter;
  account: Account;
}

export type Kind = keyof Kinds;
export type Noun = Exclude<Kind, "account">;

export const KINDS = ["todo", "list", "section", "tag", "filter", "account"] as const satisfies readonly Kind[];
