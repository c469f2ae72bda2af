import { expect, test } from "vitest";

import { reminding } from "../../src/model/reminding";
import type { Reminder, Todo } from "../../src/model/row";

const ZONE = "Europe/Berlin";

function todo(fields: Partial<Todo>): Todo {
  const usual = { id: "1", status: "open", deleted_at: null, due: null, due_zone: null, reminders: [] };
  return { ...usual, ...fields } as unknown as Todo;
}

function next(fields: Partial<Todo>): string | undefined {
  const found = reminding([todo(fields)], ZONE, 0, Date.UTC(2026, 10, 22)).next;
  return found === undefined ? undefined : new Date(found).toISOString().slice(0, 16);
}

test.each<[string, Partial<Todo>, Reminder, string | undefined]>([
  ["at a time on the clock", {}, { at: "2026-12-01T08:30" }, "2026-12-01T07:30"],
  ["before a time", { due: "2026-12-01T09:00" }, { before_minutes: 30 }, "2026-12-01T07:30"],
  ["before a time elsewhere", { due: "2026-12-01T09:00", due_zone: "UTC" }, { before_minutes: 0 }, "2026-12-01T09:00"],
  ["the day before a day, in the morning", { due: "2026-12-02" }, { before_minutes: 1440 }, "2026-12-01T08:00"],
  ["before a date that it does not have", {}, { before_minutes: 30 }, undefined],
  ["of what is done", { status: "done" }, { at: "2026-12-01T08:30" }, undefined],
  ["of what is in the trash", { deleted_at: "2026-11-01" }, { at: "2026-12-01T08:30" }, undefined],
])("a reminder %s", (_, fields, reminder, at) => {
  expect(next({ ...fields, reminders: [reminder] })).toBe(at);
});

test("what has come since the last look is due, in its order, and each once", () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  const todos = [
    todo({ id: "late", reminders: [{ at: "2026-12-01T10:00" }, { at: "2026-12-01T11:00" }] }),
    todo({ id: "early", reminders: [{ at: "2026-12-01T09:30" }, { at: "2026-12-01T08:00" }] }),
  ];

  const first = reminding(todos, "UTC", at("2026-12-01T09:00"), at("2026-12-01T10:00"));
  const second = reminding(todos, "UTC", at("2026-12-01T10:00"), at("2026-12-01T10:01"));

  expect(first.due.map(({ todo: id }) => id)).toEqual(["early", "late"]);
  expect(first.next).toBe(at("2026-12-01T11:00"));
  expect(second.due).toEqual([]);
});
