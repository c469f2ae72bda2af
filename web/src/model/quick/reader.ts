import type { Day } from "../day";
import { context, type Known } from "./context";
import { type Data, language } from "./language";
import { parse, type Parsed } from "./parse";

/** Reads lines of one language. */
export type Reader = (text: string, today: Day, minute: number, known?: Known) => Parsed;

export function reader(code: string, words: Data): Reader {
  const its = language(code, words);
  return (text, today, minute, known) => parse(text, context(today, minute, its, known));
}
