import { moment, span, SPAN_WORDS } from "./moments";
import { Misread, Reader, type Terminal, type Token } from "./reader";
import type { Field, Named, Node, Pane, Word } from "./tree";

/**
 * From the text of a query to its tree. docs/filters.md says what people can write, `grammar.lark` of the server is the
 * grammar, and tests/vectors/filter.json holds the two together.
 */

const [LONGEST, DEEPEST, MOST_TERMS, MOST_SEARCHES, LONGEST_SEARCH] = [1000, 16, 100, 10, 200];
const FILTER = "a filter such as today, no date, p1, @tag, #list, /section or search: words";
const NOT_A_LINE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

const WORDS: Partial<Record<Terminal, Node>> = {
  ALL: { is: "plain", word: "everything" },
  OPEN: { is: "plain", word: "open" },
  DONE: { is: "plain", word: "done" },
  CANCELLED: { is: "plain", word: "cancelled" },
  COMPLETED: { is: "plain", word: "done" },
  SUBTASK: { is: "plain", word: "subtask" },
  RECURRING: { is: "plain", word: "recurring" },
  OVERDUE: { is: "overdue" },
};
const FIELDS: Partial<Record<Terminal, Field>> = {
  DATE: "due",
  DUE: "due",
  START: "start",
  DEADLINE: "deadline",
  CREATED: "created",
  COMPLETED: "completed",
};
const NAMES: Partial<Record<Terminal, readonly [Named, string]>> = {
  TAG: ["tag", "@"],
  TREE: ["tree", "##"],
  LIST: ["list", "#"],
  SECTION: ["section", "/"],
};
const ATOMS = [
  ...(["OPENING", "TREE", "TAG", "LIST", "SECTION", "SEARCH", "NO", "PRIORITY"] as const),
  ...(["ALL", "OPEN", "DONE", "CANCELLED", "SUBTASK", "RECURRING", "OVERDUE"] as const),
  ...(["COMPLETED", "DATE", "DUE", "START", "DEADLINE", "CREATED"] as const),
];

/** The panes of the query. Raises Misread. */
export function parse(text: string): Pane[] {
  checkCharacters(text);
  checkDepth(text);
  const reading: Reading = { reader: new Reader(text), terms: [] };
  const nodes = separated(reading, "COMMA", either);
  const { reader, terms } = reading;
  if (!reader.isAtEnd) reader.fail("&, |, a comma or the end");
  const searches = terms.filter(({ isSearch }) => isSearch);
  checkNumber(reader, terms, MOST_TERMS, "filters");
  checkNumber(reader, searches, MOST_SEARCHES, "searches");
  if (reader.doubted) throw reader.doubted;
  return nodes.map((node) => ({ node, speaksOfStatus: speaksOfStatus(node) }));
}

interface Reading {
  readonly reader: Reader;
  readonly terms: Term[];
}

interface Term {
  readonly at: number;
  readonly isSearch: boolean;
}

function either(reading: Reading): Node {
  return joined("either", separated(reading, "OR", both));
}

function both(reading: Reading): Node {
  return joined("all", separated(reading, "AND", negated));
}

function separated(reading: Reading, mark: Terminal, part: (reading: Reading) => Node): Node[] {
  const parts = [part(reading)];
  while (reading.reader.take(mark)) parts.push(part(reading));
  return parts;
}

function joined(is: "all" | "either", terms: readonly Node[]): Node {
  const [only] = terms;
  return terms.length === 1 && only ? only : { is, terms };
}

function negated(reading: Reading): Node {
  let isNegated = false;
  while (reading.reader.take("NOT")) isNegated = !isNegated;
  const term = atom(reading);
  return isNegated ? { is: "not", term } : term;
}

function atom(reading: Reading): Node {
  const { reader, terms } = reading;
  const { at } = reader;
  const token = reader.take(...ATOMS);
  if (token?.type === "OPENING") {
    const inside = either(reading);
    reader.need("&, | or )", "CLOSING");
    return inside;
  }
  terms.push({ at, isSearch: token?.type === "SEARCH" });
  if (!token) return dated(reader);
  const field = FIELDS[token.type];
  const isField = token.type !== "COMPLETED" || reader.peek("COLON", "BEFORE", "AFTER");
  if (field && isField) return ofField(reader, token, field);
  return token.type === "NO" ? without(reader) : simple(reader, token);
}

function dated(reader: Reader): Node {
  if (!reader.peek(...SPAN_WORDS)) reader.fail(FILTER);
  return { is: "dated", field: "due", relation: "on", moment: span(reader) };
}

function ofField(reader: Reader, token: Token, field: Field): Node {
  if (token.type === "DUE" || token.type === "START") reader.take("DATE");
  const relation = reader.take("BEFORE", "AFTER")?.type.toLowerCase() as "before" | "after" | undefined;
  reader.need(relation ? ":" : "before:, after or :", "COLON");
  if (relation) return { is: "dated", field, relation, moment: moment(reader) };
  return { is: "dated", field, relation: "on", moment: span(reader) };
}

function without(reader: Reader): Node {
  const token = reader.need(
    "date, start, deadline, time, priority or tags",
    ...(["DATE", "DUE", "START", "DEADLINE", "TIMES", "PRIORITIES", "TAGS"] as const),
  );
  if (token.type === "DUE" || token.type === "START") reader.take("DATE");
  if (token.type === "TAGS") return { is: "not", term: { is: "named", kind: "tag", parts: ["", ""] } };
  if (token.type === "PRIORITIES") return { is: "priority", level: 0 };
  const words: Partial<Record<Terminal, Word>> = { START: "no start", DEADLINE: "no deadline", TIMES: "no time" };
  return { is: "plain", word: words[token.type] ?? "no due" };
}

function simple(reader: Reader, token: Token): Node {
  const name = NAMES[token.type];
  if (name) return named(reader, token, ...name);
  if (token.type === "SEARCH") return said(reader, token);
  if (token.type === "PRIORITY") return { is: "priority", level: 5 - Number(token.text[1]) };
  return WORDS[token.type] ?? { is: "plain", word: "everything" };
}

function named(reader: Reader, token: Token, kind: Named, mark: string): Node {
  const name = trimmed(token.text.slice(mark.length));
  if (!name) reader.doubt(token.at + mark.length, `expected a name behind ${mark}`);
  const parts = [""];
  for (const [whole, escaped] of name.matchAll(/\\(.)|\*|[^\\*]+/gsu)) {
    if (whole === "*") parts.push("");
    else parts.push((parts.pop() ?? "") + (escaped ?? whole).toLowerCase());
  }
  return { is: "named", kind, parts };
}

function said(reader: Reader, token: Token): Node {
  const text = trimmed(token.text.slice(token.text.indexOf(":") + 1)).replace(/\\(.)/gsu, "$1");
  if (!text) reader.doubt(token.at + token.text.length, "expected the words to search for");
  if (Array.from(text).length > LONGEST_SEARCH) {
    reader.doubt(token.at, `at most ${LONGEST_SEARCH} characters are searched for`);
  }
  return { is: "said", text };
}

/** Without space around it, but for one that is escaped. */
function trimmed(text: string): string {
  const left = text.trim();
  const backslashes = /\\*$/.exec(left)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? `${left} ` : left;
}

function speaksOfStatus(node: Node): boolean {
  switch (node.is) {
    case "all":
    case "either":
      return node.terms.some(speaksOfStatus);
    case "not":
      return speaksOfStatus(node.term);
    case "plain":
      return ["open", "done", "cancelled"].includes(node.word);
    case "dated":
      return node.field === "completed";
    default:
      return false;
  }
}

function checkCharacters(text: string): void {
  const characters = Array.from(text);
  if (characters.length > LONGEST) throw new Misread(LONGEST + 1, `a query has at most ${LONGEST} characters`);
  const wrong = characters.findIndex((character) => NOT_A_LINE.test(character));
  if (wrong >= 0) throw new Misread(wrong + 1, "a query is one line, without control characters");
}

function checkDepth(text: string): void {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\\.|[()]/gsu)) {
    depth += mark === "(" ? 1 : mark === ")" ? -1 : 0;
    if (depth > DEEPEST) throw new Reader(text).misread(index, `parentheses nest at most ${DEEPEST} deep`);
  }
}

function checkNumber(reader: Reader, terms: readonly Term[], most: number, what: string): void {
  const first = terms[most];
  if (first) throw reader.misread(first.at, `a query has at most ${most} ${what}`);
}
