import "fake-indexeddb/auto";

import { openDB } from "idb";
import { expect, test, vi } from "vitest";

import type { Entry } from "../../src/model/mutation";
import type { Todo } from "../../src/model/row";
import { remove } from "../../src/storage/database";
import { Keeping } from "../../src/storage/keeping";
import type { Loaded, Step } from "../../src/storage/stored";

let count = 0;

function place(): string {
  return `place-${++count}`;
}

function entry(id: string): Entry {
  return { mutation: { id, name: "todo.delete", at: "2026-11-25T12:00:00Z", args: { id: "a" } } };
}

function step(more: Partial<Step["taken"]>, rest: Partial<Step> = {}): Step {
  const taken = { reset: false, changes: {}, gone: [], answered: [], ...more };
  return {
    taken,
    from: null,
    cursor: "1",
    refused: [],
    clock: { offset: 0, heard: 1 },
    isLong: false,
    whole: holding(),
    ...rest,
  };
}

function holding(...rows: Todo[]): Step["whole"] {
  return () => ({ rows: { todo: rows }, outbox: [], refused: [], client: "me" });
}

/** As the next tab finds it. */
async function found(at: string): Promise<Loaded> {
  const loaded = await new Keeping(at, () => undefined).load();
  if (!loaded) throw new Error("nothing can be read");
  return loaded;
}

function todo(id: string, title = id): Todo {
  return { id, title } as Todo;
}

test("what was added is there for the next tab, in the order in which it was done", async () => {
  const at = place();
  const one = new Keeping(at, () => undefined);
  await one.add([entry("2")]);
  await one.add([entry("1"), entry("3")]);

  const { outbox } = await found(at);

  expect(outbox.map(({ mutation }) => mutation.id)).toEqual(["1", "2", "3"]);
});

test("rows come together from the snapshot and what has changed since", async () => {
  const at = place();
  const one = new Keeping(at, () => undefined);
  await one.take(step({}, { isLong: true, whole: holding(todo("a"), todo("b"), todo("c")) }));
  const changes = { todo: [todo("b", "new")] };
  await one.take(step({ changes, gone: [{ kind: "todo", id: "c" }] }, { from: "1", cursor: "2" }));

  const { rows, cursor } = await found(at);

  expect(rows.todo).toEqual([todo("a"), todo("b", "new")]);
  expect(cursor).toBe("2");
});

test("what was confirmed leaves the outbox in the transaction that stores the rows", async () => {
  const at = place();
  const one = new Keeping(at, () => undefined);
  await one.add([entry("1"), entry("2")]);

  await one.take(step({ answered: ["1"], changes: { todo: [todo("a")] } }, { whole: holding(todo("a")) }));

  const { outbox, rows } = await found(at);
  expect(outbox.map(({ mutation }) => mutation.id)).toEqual(["2"]);
  expect(rows.todo).toEqual([todo("a")]);
});

test("where there is no room left it is said, nothing is lost, and it is tried again", async () => {
  const at = place();
  const said: string[] = [];
  const keeping = new Keeping(at, (why) => said.push(why));
  await keeping.load();
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await keeping.add([entry("1")]);
  await keeping.take(step({ changes: { todo: [todo("a")] } }, { whole: holding(todo("a")) }));
  full.mockRestore();

  expect(keeping.isKept).toBe(false);
  expect(keeping.unsaved).toHaveLength(1);
  await keeping.add([entry("2")]);
  await keeping.take(step({ changes: { todo: [todo("b")] } }, { cursor: "2", whole: holding(todo("a"), todo("b")) }));

  expect(keeping.isKept).toBe(true);
  expect(said.filter((why) => why === "kept")).toHaveLength(2);
  expect((await found(at)).outbox).toHaveLength(2);
  expect((await found(at)).rows.todo).toEqual([todo("a"), todo("b")]);
});

test("a connection that the browser has closed is opened anew", async () => {
  const at = place();
  const keeping = new Keeping(at, () => undefined);
  await keeping.load();
  vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(() => {
    throw new DOMException("The database connection is closing.", "InvalidStateError");
  });

  await keeping.add([entry("1")]);

  expect(keeping.isKept).toBe(true);
  expect((await found(at)).outbox).toHaveLength(1);
});

test("storage that was cleared under an open page begins anew with all rows", async () => {
  const at = place();
  const keeping = new Keeping(at, () => undefined);
  await keeping.take(step({ changes: { todo: [todo("a")] } }));
  keeping.close();
  indexedDB.deleteDatabase(at);

  const { rows, cursor } = await found(at);

  expect([rows.todo ?? [], cursor]).toEqual([[], null]);
});

test("a step from where the stored rows are not writes all of them", async () => {
  const at = place();
  const keeping = new Keeping(at, () => undefined);
  await keeping.take(step({}, { isLong: true, whole: holding(todo("a")) }));

  await keeping.take(
    step(
      { changes: { todo: [todo("c")] } },
      { from: "2", cursor: "3", whole: holding(todo("a"), todo("b"), todo("c")) },
    ),
  );

  expect(await found(at)).toMatchObject({ rows: { todo: [todo("a"), todo("b"), todo("c")] }, cursor: "3" });
});

test("what the browser has thrown away is written again by who still holds it", async () => {
  const at = place();
  const said: string[] = [];
  const keeping = new Keeping(at, (why) => said.push(why));
  await keeping.keepClient("me");
  await keeping.add([entry("1")]);
  await remove(at);

  await keeping.add([entry("2")]);
  expect(said).toContain("lost");
  const whole = { rows: { todo: [todo("a")] }, outbox: [entry("1"), entry("2")], refused: [], client: "me" };
  await keeping.refill(whole, "1");

  const { outbox, rows, cursor, client } = await found(at);
  expect(outbox.map(({ mutation }) => mutation.id)).toEqual(["1", "2"]);
  expect([rows.todo, cursor, client]).toEqual([[todo("a")], "1", "me"]);
});

test("a database that never answers is gone on without", async () => {
  const keeping = new Keeping(place(), () => undefined, 20);
  vi.spyOn(indexedDB, "open").mockImplementationOnce(() => new IDBOpenDBRequest());

  await keeping.add([entry("1")]);

  expect(keeping.isKept).toBe(false);
  expect(keeping.unsaved).toHaveLength(1);
});

test("a newer program that needs the stores otherwise is let in, and this one says that it is old", async () => {
  const at = place();
  const said: string[] = [];
  const keeping = new Keeping(at, (why) => said.push(why));
  await keeping.load();

  const newer = await openDB(at, 99);

  expect(said).toContain("newer");
  expect(keeping.isKept).toBe(false);
  newer.close();
});

test("rows of a newer shape are read, and known to be newer", async () => {
  const at = place();
  const keeping = new Keeping(at, () => undefined);
  await keeping.take(step({ changes: { todo: [todo("a")] } }));
  const db = await openDB(at);
  await db.put("meta", { cursor: "1", shape: 99 }, "state");
  db.close();

  const loaded = await found(at);

  expect(loaded.isNewer).toBe(true);
  expect(loaded.cursor).toBe(null);
});
