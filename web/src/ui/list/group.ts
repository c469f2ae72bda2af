import type { Beginning } from "../../model/adding";
import type { DayText, Section, Todo } from "../../model/row";

/** Todos below one heading. */
export interface Group {
  readonly key: string;
  readonly title?: string;
  /** Said beside the heading. */
  readonly note?: string;
  readonly todos: readonly Todo[];
  /** Where a todo is that is put here: only then can the order be changed. */
  readonly place?: Beginning;
  /** On which a todo is due that is dropped here. */
  readonly day?: DayText;
  /** Stands there also while it has nothing. */
  readonly isKept?: boolean;
  readonly section?: Section;
  readonly isLate?: boolean;
  /** Can be folded away, and is at first. */
  readonly isFolded?: boolean;
  readonly isDone?: boolean;
  /** More than what the whole screen says already. */
  readonly known?: Known;
}

/** What a row need not say, since the screen says it. */
export interface Known {
  readonly list?: boolean;
  readonly day?: boolean;
  readonly tag?: string;
}
