import { describe, expect, it } from "vitest";

import { placeAmongAll, replaced, stepped } from "../../src/model/list-moves";
import { branches, shown } from "../../src/model/list-tree";
import type { List } from "../../src/model/row";

/** `a`, `b` with `x` and `y` inside it, `c`. */
const lists = [of("a", null, "a1"), of("b", null, "a2"), of("c", null, "a3"), of("x", "b", "a1"), of("y", "b", "a2")];

function of(id: string, parent: string | null, position: string): List {
  return { id, parent, position, name: id } as List;
}

function after(id: string, at: number | undefined): string {
  const list = lists.find((it) => it.id === id);
  if (!list || at === undefined) return "as it was";
  const fields = replaced(branches(lists), list, at);
  if (!fields) return "as it was";
  const all = lists.map((it) => (it.id === id ? { ...it, ...fields } : it));
  const sorted = all.sort((one, other) => (one.position < other.position ? -1 : 1));
  return branches(sorted)
    .map((it) => " ".repeat(it.depth) + it.list.id)
    .join("");
}

describe("lists in the sidebar", () => {
  it("stand below the list that they are in", () => {
    expect(branches(lists).map(({ list, depth }) => `${list.id}${depth}`)).toEqual(["a0", "b0", "x1", "y1", "c0"]);
  });

  it("are not seen inside one that is folded", () => {
    const seen = shown(branches(lists), (id) => id === "b");

    expect(seen.map(({ list, inside }) => [list.id, ...inside])).toEqual([["a"], ["b", "x", "y"], ["c"]]);
    expect(shown(branches(lists), () => false)).toHaveLength(5);
  });

  it("are dropped behind what is folded away as well", () => {
    const all = branches(lists);
    const seen = shown(all, (id) => id === "b");
    const a = all[0]?.list ?? of("a", null, "a1");

    expect(placeAmongAll(all, seen, a, 1)).toBe(3);
    expect(placeAmongAll(all, seen, a, 2)).toBe(4);
    expect(placeAmongAll(all, seen, a, 0)).toBe(0);
  });

  it.each([
    ["to the end", "a", 4, "b x yca"],
    ["to the beginning", "c", 0, "cab x y"],
    ["ahead of one that is inside another, and so into that", "a", 2, "b x a yc"],
    ["behind what is inside another, and so behind that", "a", 3, "b x yac"],
    ["to the end of what it is in", "x", 3, "ab y xc"],
    ["out of what it is in", "x", 0, "xab yc"],
    ["with all that is in it", "b", 0, "b x yac"],
    ["nowhere, into itself", "b", 2, "as it was"],
    ["nowhere, where it is", "b", 1, "as it was"],
  ])("go %s", (_, id, at, order) => {
    expect(after(id, at)).toBe(order);
  });

  it.each([
    ["a", 1, "b x yac"],
    ["b", -1, "b x yac"],
    ["b", 1, "acb x y"],
    ["c", -1, "acb x y"],
    ["x", 1, "ab y xc"],
    ["y", 1, "as it was"],
    ["a", -1, "as it was"],
  ] as const)("go by a step among their own: %s by %i", (id, by, order) => {
    const list = lists.find((it) => it.id === id);

    expect(after(id, list && stepped(branches(lists), list, by))).toBe(order);
  });
});
