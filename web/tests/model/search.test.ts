import { expect, test } from "vitest";

import type { Todo } from "../../src/model/row";
import { search } from "../../src/model/search";
import { emptyTables } from "../../src/model/table";

function todo(id: string, title: string, fields: Partial<Todo> = {}): Todo {
  const usual = { notes: "", position: id, status: "open", deleted_at: null, due: null, parent: null, list: null };
  return { ...usual, tags: [], reminders: [], id, title, ...fields } as unknown as Todo;
}

test("titles come before notes, what is open before what is done, whatever their case and accents", () => {
  const rows = emptyTables();
  rows.todo.set(todo("1", "Done: CRÈME brûlée", { status: "done" }));
  rows.todo.set(todo("2", "Dessert", { notes: "Crème brûlée" }));
  rows.todo.set(todo("3", "creme brulee for eight"));
  rows.todo.set(todo("4", "Crème alone"));

  expect(search(rows, "brulee  creme").map(({ id }) => id)).toEqual(["3", "2", "1"]);
});

test("what has changed since the last search is found by what it says now", () => {
  const rows = emptyTables();
  rows.todo.set(todo("1", "Milk"));
  rows.todo.set(todo("2", "Milk too"));
  search(rows, "milk");

  rows.todo.set(todo("1", "Bread"));
  rows.todo.set(todo("3", "More milk"));
  rows.todo.delete("2");

  expect(search(rows, "milk").map(({ id }) => id)).toEqual(["3"]);
  expect(search(rows, "bread").map(({ id }) => id)).toEqual(["1"]);
});
