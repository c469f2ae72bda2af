/** A query that is none. `column` is the place of the first character that does not fit, from 1, in code points. */
export class Misread extends Error {
  readonly column: number;
  readonly reason: string;

  constructor(column: number, reason: string) {
    super(`column ${column}: ${reason}`);
    this.column = column;
    this.reason = reason;
  }
}

export interface Token {
  readonly type: Terminal;
  readonly text: string;
  /** In UTF-16 units. */
  readonly at: number;
}

const END = String.raw`(?![\p{L}\p{N}_])`;
const NAME = String.raw`(?:[^&|(),\\]|\\.)*`;

function word(pattern: string): RegExp {
  return new RegExp(`(?:${pattern})${END}`, "iuy");
}

/** The words of the language, as src/todo/rules/query/grammar.lark has them. Where two fit, the earlier one here counts. */
const TERMINALS = {
  ISO_DATE: word("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
  TREE: new RegExp(`##${NAME}`, "uy"),
  TIME: word(String.raw`[0-9]{1,2}:[0-9]{2}\s*[ap]m|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}\s*[ap]m`),
  ORDINAL: word("[0-9]{1,2}(?:st|nd|rd|th)"),
  TAG: new RegExp(`@${NAME}`, "uy"),
  LIST: new RegExp(`#${NAME}`, "uy"),
  SECTION: new RegExp(`/${NAME}`, "uy"),
  SEARCH: new RegExp(String.raw`search\s*:${NAME}`, "iuy"),
  ALL: word(String.raw`(?:view\s+)?all`),
  OPEN: word("open"),
  DONE: word("done"),
  CANCELLED: word("cancell?ed"),
  SUBTASK: word("subtasks?"),
  RECURRING: word("recurring"),
  OVERDUE: word(String.raw`over\s*due|od`),
  PRIORITY: word("p[1-4]"),
  NO: word("no"),
  TIMES: word("time"),
  PRIORITIES: word("priority"),
  TAGS: word("(?:tag|label)s?"),
  DATE: word("date"),
  DUE: word("due"),
  START: word("start"),
  DEADLINE: word("deadline"),
  CREATED: word("created"),
  COMPLETED: word("completed"),
  BEFORE: word("before"),
  AFTER: word("after"),
  TODAY: word("tod(?:ay)?"),
  TOMORROW: word("tom(?:orrow)?"),
  YESTERDAY: word("yesterday"),
  WEEKDAY: word("(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"),
  MONTH: word(
    "january|february|march|april|june|july|august|september|october|november|december|" +
      "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec",
  ),
  NUMBER: /[0-9]+/uy,
  DAYS: word("(?:day|week|month|year)s?|[dw]"),
  HOURS: word("(?:minute|min|hour)s?|h"),
  NEXT: word("next"),
  LAST: word("last"),
  THIS: word("this"),
  FIRST: word("first"),
  IN: word("in"),
  AGO: word("ago"),
  AT: word("at"),
  NOT: /!/uy,
  PLUS: /\+/uy,
  MINUS: /-/uy,
  COLON: /:/uy,
  OPENING: /\(/uy,
  CLOSING: /\)/uy,
  AND: /&/uy,
  OR: /\|/uy,
  COMMA: /,/uy,
} satisfies Record<string, RegExp>;

export type Terminal = keyof typeof TERMINALS;

const SPACE = /\s*/uy;

/** Reads a text from left to right, once: each question is which of some words stands there. */
export class Reader {
  readonly text: string;
  /** What is well written and means nothing, the first of it: said only where all else can be read. */
  doubted: Misread | undefined;
  #at = 0;

  constructor(text: string) {
    this.text = text;
    this.#skip();
  }

  get isAtEnd(): boolean {
    return this.#at === this.text.length;
  }

  get at(): number {
    return this.#at;
  }

  /** The word that stands here, if it is one of these. */
  peek(...types: Terminal[]): Token | undefined {
    for (const type of types) {
      const pattern = TERMINALS[type];
      pattern.lastIndex = this.#at;
      const found = pattern.exec(this.text);
      if (found) return { type, text: found[0], at: this.#at };
    }
    return undefined;
  }

  take(...types: Terminal[]): Token | undefined {
    const token = this.peek(...types);
    if (token) {
      this.#at += token.text.length;
      this.#skip();
    }
    return token;
  }

  /** The word that must stand here. Raises Misread, which says `what` was expected. */
  need(what: string, ...types: Terminal[]): Token {
    return this.take(...types) ?? this.fail(what);
  }

  fail(what: string): never {
    const isLoose = this.text.slice(this.#at) === "\\";
    throw this.misread(this.#at, isLoose ? "expected the character that the backslash is for" : `expected ${what}`);
  }

  doubt(at: number, reason: string): void {
    this.doubted ??= this.misread(at, reason);
  }

  misread(at: number, reason: string): Misread {
    return new Misread(Array.from(this.text.slice(0, at)).length + 1, reason);
  }

  #skip(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.text)?.[0].length ?? 0;
  }
}
