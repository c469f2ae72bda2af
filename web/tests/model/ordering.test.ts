import { describe, expect, it } from "vitest";

import { putBehind } from "../../src/model/ordering";

const row = (id: string, position: string) => ({ id, position });
const [a, b, c, d] = [row("a", "a1"), row("b", "a2"), row("c", "a3"), row("d", "a4")];

describe("putting rows behind others", () => {
  it.each([
    ["the first behind the third", [a], [b, c, d], 2, "bcad"],
    ["the last ahead of all", [d], [a, b, c], 0, "dabc"],
    ["two together, in the order in which they come", [c, a], [b, d], 2, "bdca"],
    ["among none", [a, b], [], 0, "ab"],
  ])("%s", (_, moved, others, at, order) => {
    const after = new Map(putBehind(moved, others, at).map(([{ id }, position]) => [id, position]));
    const rows = [...moved, ...others].map(({ id, position }) => row(id, after.get(id) ?? position));

    expect(
      rows
        .sort((one, other) => (one.position < other.position ? -1 : 1))
        .map(({ id }) => id)
        .join(""),
    ).toBe(order);
  });

  it("changes nothing where they stand already", () => {
    expect(putBehind([b, c], [a, d], 1)).toEqual([]);
    expect(putBehind([a], [b], 0)).toEqual([]);
  });

  it("goes behind a row whose position another has too", () => {
    const [[, position] = []] = putBehind([c], [row("x", "a1"), row("y", "a1")], 1);

    expect(position && position > "a1").toBe(true);
  });
});
