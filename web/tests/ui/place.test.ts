import { describe, expect, it } from "vitest";

import { gapAt, indexAt } from "../../src/ui/drag/place";

const rows = [
  { top: 100, bottom: 140 },
  { top: 140, bottom: 200 },
  { top: 200, bottom: 240 },
];
const box = { top: 80, bottom: 300 };

describe("the place that a pointer means in a column", () => {
  it.each([
    [90, 0, 100],
    [119, 0, 100],
    [121, 1, 140],
    [169, 1, 140],
    [171, 2, 200],
    [290, 3, 240],
  ])("at %i is behind %i rows, and the line is at %i", (y, index, gap) => {
    expect(indexAt(rows, y)).toBe(index);
    expect(gapAt(rows, index, box)).toBe(gap);
  });

  it("is the end of a box without rows", () => {
    expect([indexAt([], 90), gapAt([], 0, box)]).toEqual([0, 300]);
  });
});
