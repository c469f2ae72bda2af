import type { Day } from "../day";
import { type Language, language } from "./language";

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

/** The usual context, with what is known. */
export function context(today: Day, minute: number, known: Partial<Context> & { code?: string } = {}): Context {
  const { code = "en", ...rest } = known;
  const usual = { weekStart: 1, isDayFirst: true, lists: [], sections: [], tags: [], plain: [] };
  return { today, minute, ...usual, language: language(code), ...rest };
}
