import { describe, expect, it } from "vitest";

import { type Deed, Undoing } from "../../src/sync/undoing";

const deed = (label: string): Deed => ({ group: label, label, parts: [{ mutation: label, changes: [] }] });
const back = (it: Deed) => it;

describe("what can be undone", () => {
  it("is the same after the page was loaded again, and what was undone too", () => {
    const before = new Undoing();
    for (const label of ["one", "two", "three"]) before.did(deed(label));
    before.undo(back);

    const after = new Undoing(before.text);

    expect(after.next?.label).toBe("three");
    expect([after.undo(back)?.label, after.undo(back)?.label, after.undo(back)]).toEqual(["two", "one", undefined]);
    expect(after.redo(back)?.label).toBe("one");
  });

  it("is the last fifty steps then", () => {
    const before = new Undoing();
    for (let number = 1; number <= 60; number += 1) before.did(deed(`${number}`));

    const after = new Undoing(before.text);
    const undone = Array.from({ length: 51 }, () => after.undo(back)?.label);

    expect([undone[0], undone[49], undone[50]]).toEqual(["60", "11", undefined]);
  });
});
