import { describe, expect, test } from "vitest";

import file from "../../../tests/vectors/filter.json";
import { narrowed, panes, searching } from "../../src/model/query/find";
import { parse } from "../../src/model/query/parse";

describe("the parts of a query", () => {
  test.each([
    ["today", ["today"]],
    ["overdue, today & p1", ["overdue", "today & p1"]],
    ["#One\\, two, p1", ["#One\\, two", "p1"]],
    ["", [""]],
  ])("%s", (query, expected) => {
    expect(panes(query)).toEqual(expected);
  });

  test("are as many as it has panes, whatever it is", () => {
    const good = (file.cases as { query: string; column?: number }[]).filter(({ column }) => column === undefined);

    expect(good.filter(({ query }) => panes(query).length !== parse(query).length)).toEqual([]);
  });
});

describe("a search that is kept", () => {
  test.each([
    ["invoice", "search: invoice"],
    ["  pay the\trent ", "search: pay & search: the & search: rent"],
    ["a|b (c, d) \\", "search: a\\|b & search: \\(c\\, & search: d\\) & search: \\\\"],
    ["1 2 3 4 5 6 7 8 9 10 11", "search: 1 2 3 4 5 6 7 8 9 10 11"],
  ])("%s", (words, query) => {
    expect(searching(words)).toBe(query);
    expect(parse(query)).toHaveLength(1);
  });
});

describe("a query that is narrowed", () => {
  test.each([
    ["", "today", "today"],
    ["p1", "today", "p1 & today"],
    ["p1 | p2", "today | overdue", "(p1 | p2) & (today | overdue)"],
    ["p1, p2", "today", "p1, p2, today"],
    ["p1", "overdue, today", "p1, overdue, today"],
  ])("%s by %s", (query, more, expected) => {
    expect(narrowed(query, more)).toBe(expected);
  });
});
