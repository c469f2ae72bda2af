import type { Day } from "../day";
import type { Language } from "./language";

/** What quick add must know of the person who types. */
export interface Context {
  /** Where the person is. */
  today: Day;
  /** Minutes since midnight. */
  minute: number;
  /** 1 Monday to 7 Sunday */
  weekStart: number;
  /** What 3/4 is. */
  isDayFirst: boolean;
  language: Language;
  /** The names that there are; these may have spaces. */
  lists: readonly string[];
  sections: readonly string[];
  tags: readonly string[];
  /** Spans, from and to, that are to stay words. */
  plain: readonly (readonly [number, number])[];
}

const MONTH_FIRST = ["us", "ph", "fm", "pw"];

/** False where 3/4 is the fourth of March: in the United States and a few others, by the BCP 47 tag's region. */
export function isDayFirst(tag: string): boolean {
  return !MONTH_FIRST.includes(tag.toLowerCase().split("-").at(-1) ?? "");
}

/** All of it but the day, the time and the language has a usual value. */
export type Known = Partial<Omit<Context, "today" | "minute" | "language">>;

export function context(today: Day, minute: number, language: Language, known: Known = {}): Context {
  const usual = { weekStart: 1, isDayFirst: true, lists: [], sections: [], tags: [], plain: [] };
  return { today, minute, language, ...usual, ...known };
}
