import { describe, expect, test } from "vitest";

import { columns, neighbour } from "../../src/model/board";
import { oneFurther } from "../../src/model/ordering";
import type { ListPage } from "../../src/model/queries";
import type { Section, Todo } from "../../src/model/row";

const section = (id: string) => ({ id, name: id }) as Section;
const todo = (id: string, of: string | null = null) => ({ id, section: of }) as Todo;
const page = (given: Partial<ListPage>): ListPage => ({ todos: [], sections: [], done: [], ...given });

describe("the columns of a board", () => {
  test("a list without sections is one column", () => {
    expect(columns(page({}))).toEqual([{ section: undefined, todos: [], done: [] }]);
  });

  test("what is in no section stands first, and only if there is anything", () => {
    const sections = [{ section: section("doing"), todos: [] }];

    expect(columns(page({ sections })).map((it) => it.section?.id)).toEqual(["doing"]);
    expect(columns(page({ sections, todos: [todo("loose")] })).map((it) => it.section?.id)).toEqual([
      undefined,
      "doing",
    ]);
  });

  test("what is done stays in its column; of a section that is gone, in the first", () => {
    const sections = [{ section: section("doing"), todos: [] }];
    const done = [todo("late", "doing"), todo("lost", "gone"), todo("early", "doing")];

    expect(columns(page({ sections, done })).map((it) => it.done.map(({ id }) => id))).toEqual([
      ["lost"],
      ["late", "early"],
    ]);
  });
});

describe("keys go from card to card", () => {
  const board = [["a", "b", "c"], [], ["d"], ["e", "f"]];

  test.each([
    ["b", "up", "a"],
    ["a", "up", undefined],
    ["b", "down", "c"],
    ["c", "down", undefined],
    ["c", "right", "d"],
    ["d", "right", "e"],
    ["f", "left", "d"],
    ["d", "left", "a"],
    ["f", "right", undefined],
    [undefined, "down", "a"],
    ["elsewhere", "left", "a"],
  ] as const)("from %s %s to %s", (from, way, to) => {
    expect(neighbour(board, from, way)).toBe(to);
  });

  test("where there are no cards they go nowhere", () => {
    expect(neighbour([[], []], undefined, "down")).toBeUndefined();
  });
});

describe("one place on or back", () => {
  const rows = ["a1", "a2", "a3", "a4"].map((position) => ({ id: position, position }));
  const order = (id: string, by: 1 | -1) => {
    const position = oneFurther(rows, id, by) ?? "";
    return [...rows.filter((row) => row.id !== id), { id, position }]
      .sort((one, other) => (one.position < other.position ? -1 : 1))
      .map((row) => row.id);
  };

  test("passes exactly one", () => {
    expect(order("a2", 1)).toEqual(["a1", "a3", "a2", "a4"]);
    expect(order("a3", -1)).toEqual(["a1", "a3", "a2", "a4"]);
    expect(order("a3", 1)).toEqual(["a1", "a2", "a4", "a3"]);
    expect(order("a2", -1)).toEqual(["a2", "a1", "a3", "a4"]);
  });

  test("at the edge there is none", () => {
    expect(oneFurther(rows, "a1", -1)).toBeUndefined();
    expect(oneFurther(rows, "a4", 1)).toBeUndefined();
  });
});
