import { expect, test } from "vitest";

import { readArchive } from "../../src/model/archive";

const HEAD = { format: "aws-scalable-todo-app", version: 1, seq: 1, account: { name: "Zoë" } };
const TODO = { id: "1", title: "Water the plants", status: "open", deleted_at: null };

function read(file: unknown) {
  return readArchive(typeof file === "string" ? file : JSON.stringify(file, null, 1));
}

test("what is open, done and in the trash is counted apart", () => {
  const todo = [TODO, { ...TODO, status: "done" }, { ...TODO, status: "cancelled" }, { ...TODO, deleted_at: "2026" }];
  const list = [{ id: "2", name: "Home", deleted_at: "2026" }];

  expect(read({ ...HEAD, exported_at: "2026-11-22T19:00:00+00:00", todo, list })).toEqual({
    preview: {
      exportedAt: "2026-11-22T19:00:00+00:00",
      name: "Zoë",
      ...{ open: 1, done: 2, trashed: 2, lists: 0, sections: 0, tags: 0, filters: 0, history: 0 },
    },
  });
});

test.each([
  ["a list of things", [], { why: "not_ours" }],
  ["of another program", { format: "todo.txt" }, { why: "not_ours" }],
  ["of a newer version", { ...HEAD, version: 2 }, { why: "version", version: "2" }],
  ["without settings", { ...HEAD, account: undefined }, { why: "required", field: "account" }],
  ["with todos that are no array", { ...HEAD, todo: {} }, { why: "invalid", field: "todo" }],
  ["with a todo that is none", { ...HEAD, todo: [TODO, 7] }, { why: "invalid", field: "todo.1" }],
  ["without a title", { ...HEAD, todo: [{ ...TODO, title: undefined }] }, { why: "required", field: "todo.0.title" }],
  ["with a list without a name", { ...HEAD, list: [{ id: "2", name: "" }] }, { why: "invalid", field: "list.0.name" }],
])("a file %s is refused with its place", (_, file, wrong) => {
  expect(read(file)).toEqual({ wrong });
});

test("a file that ends in the middle is told from one that is damaged", () => {
  const text = JSON.stringify({ ...HEAD, todo: [TODO] }, null, 1);

  expect(read(text.slice(0, -30))).toEqual({ wrong: { why: "cut_off" } });
  expect(read(text.replace('"version": 1', '"version" 1'))).toEqual({ wrong: { why: "not_json", line: 3 } });
});
