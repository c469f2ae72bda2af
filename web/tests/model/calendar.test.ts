import { describe, expect, it } from "vitest";

import { calendarDays, unplanned } from "../../src/model/calendar/days";
import { lanesOf } from "../../src/model/calendar/lanes";
import { atTime, onDay, putting, shifted } from "../../src/model/calendar/moving";
import { monthWeeks, turned, weekDays } from "../../src/model/calendar/span";
import { fromIso, iso } from "../../src/model/day";
import type { Todo } from "../../src/model/row";
import { emptyTables, type Tables } from "../../src/model/table";

const NOON = Date.UTC(2026, 10, 22, 12);
const BERLIN = { milliseconds: NOON, zone: "Europe/Berlin" };

describe("the weeks of a month", () => {
  it.each([
    ["2026-11-22", 1, "2026-10-26", "2026-12-06"],
    ["2026-11-22", 7, "2026-11-01", "2026-12-05"],
    ["2026-12-31", 1, "2026-11-30", "2027-01-03"],
    ["2027-02-10", 1, "2027-02-01", "2027-02-28"],
    ["2028-02-29", 6, "2028-01-29", "2028-03-03"],
    ["2026-05-01", 7, "2026-04-26", "2026-06-06"],
  ])("of %s, where weeks start on %i, are those from %s to %s", (day, weekStart, first, last) => {
    const days = monthWeeks(fromIso(day), weekStart).flat();

    expect([iso(days[0] ?? 0), iso(days.at(-1) ?? 0)]).toEqual([first, last]);
    expect(days.length % 7).toBe(0);
  });

  it("are never more than six and never fewer than four", () => {
    for (let month = 1; month <= 12; month += 1)
      for (let year = 2020; year < 2050; year += 1)
        for (const start of [1, 6, 7]) {
          const { length } = monthWeeks(fromIso(`${year}-${String(month).padStart(2, "0")}-15`), start);
          expect(length).toBeGreaterThanOrEqual(4);
          expect(length).toBeLessThanOrEqual(6);
        }
  });
});

it("a week over the year's end is one week, and three days begin with the day", () => {
  expect(weekDays(fromIso("2027-01-01"), 1).map(iso).slice(0, 5)).toEqual([
    "2026-12-28",
    "2026-12-29",
    "2026-12-30",
    "2026-12-31",
    "2027-01-01",
  ]);
  expect(weekDays(fromIso("2026-12-31"), 1, 3).map(iso)).toEqual(["2026-12-31", "2027-01-01", "2027-01-02"]);
});

it("the month behind the 31st ends earlier", () => {
  expect(iso(turned(fromIso("2027-01-31"), "month", 1))).toBe("2027-02-28");
  expect(iso(turned(fromIso("2026-11-22"), "week", -1, 3))).toBe("2026-11-19");
});

describe("lanes", () => {
  const named = (name: string, from: number, until: number) => ({ name, from, until });

  it("are one where nothing overlaps, also where one begins as the other ends", () => {
    const { laned } = lanesOf([named("a", 540, 600), named("b", 600, 660)], 3);

    expect(laned.map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it("are used again by what comes after, and are as many for all that hang together", () => {
    const items = [named("long", 540, 720), named("first", 540, 600), named("second", 600, 660)];

    const { laned } = lanesOf(items, 3);

    expect(laned.map(({ it, lane, lanes }) => [it.name, lane, lanes])).toEqual([
      ["long", 0, 2],
      ["first", 1, 2],
      ["second", 1, 2],
    ]);
  });

  it("beyond the most are counted beside them", () => {
    const { laned, crowds } = lanesOf(
      Array.from({ length: 10 }, (_, n) => named(String(n), 540, 570)),
      2,
    );

    expect(laned.map(({ lane, lanes, isCrowded }) => [lane, lanes, isCrowded])).toEqual([
      [0, 2, true],
      [1, 2, true],
    ]);
    expect(crowds.map(({ from, until, hidden }) => [from, until, hidden.length])).toEqual([[540, 570, 8]]);
  });
});

describe("the days of a calendar", () => {
  const week = { from: fromIso("2026-11-23"), until: fromIso("2026-11-30") };

  it("have what has a time by the clock, then what has none, the more important first", () => {
    const rows = tables(
      todo("no time", { due: "2026-11-23" }),
      todo("urgent", { due: "2026-11-23", priority: 4 }),
      todo("ten", { due: "2026-11-23T10:00" }),
      todo("nine", { due: "2026-11-23T09:00", due_zone: "Europe/Berlin" }),
      todo("another week", { due: "2026-11-30" }),
      todo("no date", {}),
    );

    expect(titles(rows, week)).toEqual({ "2026-11-23": ["nine", "ten", "urgent", "no time"] });
    expect(unplanned(rows).map(({ title }) => title)).toEqual(["no date"]);
  });

  it("are those of the person: a time of another zone is on the day that it is here", () => {
    const rows = tables(
      todo("evening in New York", { due: "2026-11-23T22:00", due_zone: "America/New_York" }),
      todo("morning on Kiritimati", { due: "2026-11-24T08:00", due_zone: "Pacific/Kiritimati" }),
      todo("floating", { due: "2026-11-23T22:00" }),
    );

    const days = calendarDays(rows, BERLIN, week);

    expect(days.get(fromIso("2026-11-24"))?.map(({ minute }) => minute)).toEqual([4 * 60]);
    expect(days.get(fromIso("2026-11-23"))?.map(({ minute }) => minute)).toEqual([19 * 60, 22 * 60]);
  });

  it("have the occurrences to come, and the one at hand where it was moved to", () => {
    const series = { recurrence: "FREQ=WEEKLY;BYDAY=MO,TH", series_start: "2026-11-19" };
    const rows = tables(
      todo("bins", { ...series, occurrence: "2026-11-23", due: "2026-11-24T07:00", exceptions: ["2026-12-03"] }),
    );

    const days = calendarDays(rows, BERLIN, { from: fromIso("2026-11-23"), until: fromIso("2026-12-12") });

    expect([...days.values()].flat().map(({ day, minute, kind }) => [iso(day), minute, kind])).toEqual([
      ["2026-11-24", 420, "open"],
      ["2026-11-26", 420, "coming"],
      ["2026-11-30", 420, "coming"],
      ["2026-12-07", 420, "coming"],
      ["2026-12-10", 420, "coming"],
    ]);
  });

  it("have few guesses of what repeats from its completion, and however far ahead not one too many", () => {
    const daily = { recurrence: "FREQ=DAILY", series_start: "2026-11-22", occurrence: "2026-11-22", due: "2026-11-22" };
    const rows = tables(todo("pills", daily), todo("walk", { ...daily, repeat_from: "completion" }));

    const near = calendarDays(rows, BERLIN, { from: fromIso("2026-11-22"), until: fromIso("2027-11-22") });
    const far = calendarDays(rows, BERLIN, { from: fromIso("2066-02-27"), until: fromIso("2066-03-02") });

    expect([...near.values()].flat().filter(({ todo }) => todo.title === "walk")).toHaveLength(32);
    expect([...far.values()].flat().map(({ day }) => iso(day))).toEqual(["2066-02-27", "2066-02-28", "2066-03-01"]);
  });

  it("keep an occurrence at its hour when clocks change, and one of another zone at its hour there", () => {
    const series = { recurrence: "FREQ=DAILY", series_start: "2027-03-26", occurrence: "2027-03-26" };
    const rows = tables(
      todo("here", { ...series, due: "2027-03-26T09:00", due_zone: "Europe/Berlin" }),
      todo("there", { ...series, due: "2027-03-26T09:00", due_zone: "America/New_York" }),
    );

    const days = calendarDays(rows, BERLIN, { from: fromIso("2027-03-26"), until: fromIso("2027-03-30") });

    const hours = (title: string) =>
      [...days.values()].flat().flatMap((it) => (it.todo.title === title ? (it.minute ?? 0) / 60 : []));
    expect(hours("here")).toEqual([9, 9, 9, 9]);
    expect(hours("there")).toEqual([14, 14, 15, 15]);
  });

  it("have what was done on the day on which it was, if that is asked for", () => {
    const rows = tables(todo("late", { due: "2026-11-01", status: "done", completed_at: "2026-11-23T23:30:00+00:00" }));

    expect(titles(rows, week)).toEqual({});
    expect(titles(rows, { ...week, isDoneShown: true })).toEqual({ "2026-11-24": ["late"] });
  });
});

describe("put on another day", () => {
  it.each([
    ["2026-11-23", null, "2026-12-01"],
    ["2026-11-23T09:00", null, "2026-12-01T09:00"],
    ["2026-11-23T09:00", "Europe/Berlin", "2026-12-01T09:00"],
    // On Tuesday at four here, which is Monday there.
    ["2026-11-23T22:00", "America/New_York", "2026-11-30T22:00"],
    ["2026-11-24T08:00", "Pacific/Kiritimati", "2026-12-02T08:00"],
    [null, null, "2026-12-01"],
  ])("%s in %s is %s", (due, due_zone, expected) => {
    expect(onDay(todo("it", { due, due_zone }), fromIso("2026-12-01"), "Europe/Berlin")).toBe(expected);
  });

  it("it is there also where clocks have changed meanwhile elsewhere", () => {
    const late = todo("late", { due: "2026-10-31T18:30", due_zone: "America/New_York" });
    const after = onDay(late, fromIso("2026-11-03"), "Europe/Berlin");

    const days = calendarDays(tables({ ...late, due: after }), BERLIN, {
      from: fromIso("2026-11-03"),
      until: fromIso("2026-11-04"),
    });

    expect(days.size).toBe(1);
  });
});

describe("put at an hour", () => {
  const nine = (fields: Partial<Todo>) =>
    atTime(todo("it", fields), fromIso("2026-12-01"), 9 * 60 + 15, "Europe/Berlin");

  it("a date gets a floating time, and a floating one stays that", () => {
    expect(nine({ due: "2026-11-23" })).toBe("2026-12-01T09:15");
    expect(nine({ due: "2026-11-23T22:00" })).toBe("2026-12-01T09:15");
    expect(nine({ due: null })).toBe("2026-12-01T09:15");
  });

  it("one of another zone is at that time here, said in its zone", () => {
    expect(nine({ due: "2026-11-23T22:00", due_zone: "America/New_York" })).toBe("2026-12-01T03:15");
    expect(nine({ due: "2026-11-23T22:00", due_zone: "Pacific/Kiritimati" })).toBe("2026-12-01T22:15");
    expect(nine({ due: "2026-11-23T22:00", due_zone: "Europe/Berlin" })).toBe("2026-12-01T09:15");
  });

  it("half an hour later may be tomorrow, and what has no time has none later", () => {
    expect(shifted(todo("it", { due: "2026-12-31T23:45" }), 30, "Europe/Berlin")).toBe("2027-01-01T00:15");
    expect(shifted(todo("it", { due: "2026-12-31" }), 30, "Europe/Berlin")).toBeUndefined();
  });
});

describe("the change", () => {
  const weekly = { recurrence: "FREQ=WEEKLY", series_start: "2026-11-23", occurrence: "2026-11-23" };

  it("of what repeats moves this occurrence, by its name", () => {
    const wish = putting(todo("it", { ...weekly, due: "2026-11-23T09:00" }), "2026-11-24T09:00");

    expect(wish).toEqual({
      name: "todo.postpone",
      args: { id: "it", occurrence: "2026-11-23", to: "2026-11-24T09:00" },
    });
  });

  it("that takes the time away says so, since postponing keeps it", () => {
    const wish = putting(todo("it", { ...weekly, due: "2026-11-23T09:00" }), "2026-11-24");

    expect(wish).toEqual({ name: "todo.patch", args: { id: "it", due: "2026-11-24" } });
  });

  it("to where it is already is none", () => {
    expect(putting(todo("it", { due: "2026-11-23" }), "2026-11-23")).toBeUndefined();
  });
});

function titles(rows: Tables, shown: Parameters<typeof calendarDays>[2]): Record<string, string[]> {
  const days = calendarDays(rows, BERLIN, shown);
  return Object.fromEntries([...days].map(([day, entries]) => [iso(day), entries.map(({ todo }) => todo.title)]));
}

function tables(...todos: Todo[]): Tables {
  const rows = emptyTables();
  for (const one of todos) rows.todo.set(one);
  return rows;
}

function todo(title: string, fields: Partial<Todo>): Todo {
  return {
    ...{ id: title, seq: 1, created_at: "", updated_at: "", deleted_at: null, position: title, foreign_properties: {} },
    ...{ title, notes: "", list: null, section: null, parent: null, tags: [], status: "open", priority: 0 },
    ...{ start: null, start_zone: null, due: null, due_zone: null, deadline: null, duration_minutes: null },
    ...{ recurrence: null, repeat_from: "due", exceptions: [], reminders: [], completed_at: null },
    ...{ series_start: null, occurrence: null, steps: 0 },
    ...fields,
  };
}
