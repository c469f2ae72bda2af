import { expect, test } from "vitest";

import file from "../../../tests/vectors/filter.json";
import { parse } from "../../src/model/query/parse";
import { Misread } from "../../src/model/query/reader";
import { isKnown } from "../../src/ui/making/why";

test("for whatever cannot be read there is a sentence in the person's language", () => {
  const reasons = (file.cases as { query: string; column?: number }[])
    .filter(({ column }) => column !== undefined)
    .map(({ query }) => reasonOf(query));

  expect(reasons.length).toBeGreaterThan(50);
  expect(reasons.filter((reason) => !isKnown(reason))).toEqual([]);
});

function reasonOf(query: string): string {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof Misread) return error.reason;
    throw error;
  }
  return "nothing is wrong";
}
