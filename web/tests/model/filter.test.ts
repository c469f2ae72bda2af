import { describe, expect, test } from "vitest";

import file from "../../../tests/vectors/filter.json";
import { clockAt } from "../../src/model/query/bounds";
import { matcher } from "../../src/model/query/match";
import { INBOX } from "../../src/model/query/names";
import { parse } from "../../src/model/query/parse";
import { Misread } from "../../src/model/query/reader";
import type { Todo } from "../../src/model/row";
import { fromIso } from "../../src/model/day";
import { instantOf } from "../../src/model/zone";

interface Case {
  query: string;
  panes?: string[];
  column?: number;
  now?: string;
  zone?: string;
  week_start?: number;
}

const NOTHING = Object.fromEntries(
  ["list", "section", "parent", "start", "start_zone", "due", "due_zone", "deadline", "recurrence"].map((it) => [
    it,
    null,
  ]),
);
const USUAL = { notes: "", tags: [], status: "open", priority: 0, completed_at: null, deleted_at: null };
const todos = file.todos.map(
  (todo) => ({ ...NOTHING, ...USUAL, created_at: file.created_at, title: todo.id, ...todo }) as unknown as Todo,
);
const names = {
  lists: [{ id: INBOX, name: "Inbox", parent: null }, ...file.lists.map((list) => ({ parent: null, ...list }))],
  sections: file.sections,
  tags: file.tags,
};

function clockOf({ now = file.now, zone = file.zone, week_start = file.week_start }: Case) {
  const [hours = 0, minutes = 0, seconds = 0] = now.slice(11).split(":").map(Number);
  return clockAt(instantOf(fromIso(now), hours * 60 + minutes, zone) + seconds * 1000, zone, week_start);
}

describe("a query finds what the table says", () => {
  const cases = (file.cases as Case[]).filter(({ panes }) => panes !== undefined);

  test.each(cases)("$query $now $zone $week_start", (one) => {
    const panes = parse(one.query).map((pane) => todos.filter(matcher(pane, clockOf(one), names)));

    expect(panes.map((found) => found.map(({ id }) => id).join(" "))).toEqual(one.panes);
  });
});

describe("what cannot be read is said with its place", () => {
  const cases = (file.cases as Case[]).filter(({ column }) => column !== undefined);

  test.each(cases)("$query", ({ query, column }) => {
    expect(columnOf(query)).toBe(column);
  });
});

function columnOf(query: string): number | undefined {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof Misread) return error.column;
    throw error;
  }
  return undefined;
}
