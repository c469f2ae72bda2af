import type { Data } from "./language";

/** The languages that have a file of words, each loaded where somebody writes in it. */
const FILES = {
  de: () => import("../../../../src/todo/rules/quick/de.json"),
  en: () => import("../../../../src/todo/rules/quick/en.json"),
  fr: () => import("../../../../src/todo/rules/quick/fr.json"),
};

export type Code = keyof typeof FILES;

/** What a BCP 47 tag is read as: English where its own language has no file. */
export function codeOf(tag: string): Code {
  const code = tag.split("-", 1)[0]?.toLowerCase() ?? "";
  return Object.hasOwn(FILES, code) ? (code as Code) : "en";
}

export async function wordsOf(code: Code): Promise<Data> {
  return (await FILES[code]()).default as unknown as Data;
}
