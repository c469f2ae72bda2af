import "fake-indexeddb/auto";

import { expect, onTestFinished, test } from "vitest";

import type { Device } from "../../src/sync/device";
import { Browser, isSettled, until } from "./browser";
import { Server } from "./server";

const ACCOUNT = "01900000-0000-7000-8000-000000000001";

function world() {
  const server = new Server(ACCOUNT);
  const browser = new Browser(server);
  onTestFinished(() => {
    for (const tab of browser.tabs) tab.close();
  });
  return { server, browser };
}

function add(device: Device, title: string): string {
  const id = device.newId();
  device.act("Added", { name: "todo.create", args: { id, title } });
  return id;
}

function titles(device: Device): string[] {
  return device.rows.todo
    .inOrder()
    .filter(({ deleted_at }) => deleted_at === null)
    .map(({ title }) => title);
}

test("what is done shows at once and reaches the server", async () => {
  const { server, browser } = world();
  const tab = await browser.tab();

  add(tab, "Water the plants");

  expect(titles(tab)).toEqual(["Water the plants"]);
  expect(tab.status.waiting).toBe(1);
  await until(() => isSettled(tab), "all is sent");
  expect(server.todos.map(({ title }) => title)).toEqual(["Water the plants"]);
});

test("what is done without a network is there after a reload, and is sent when there is one", async () => {
  const { server, browser } = world();
  browser.line.isUp = false;
  const before = await browser.tab();
  const id = add(before, "Water the plants");
  before.act("Completed", { name: "todo.complete", args: { id } });
  await until(async () => (await browser.stored()).length === 2, "stored");
  browser.close(before);

  const after = await browser.tab();
  expect(after.rows.todo.get(id)?.status).toBe("done");
  expect(after.status.waiting).toBe(2);
  browser.line.isUp = true;
  after.look();

  await until(() => isSettled(after), "all is sent");
  expect(server.todos.map(({ status }) => status)).toEqual(["done"]);
});

test("where the answer was lost after the server has acted, nothing is done twice", async () => {
  const { server, browser } = world();
  const tab = await browser.tab();
  await until(() => isSettled(tab), "begun");
  browser.line.loses = () => "answer";

  add(tab, "Once");
  await until(() => tab.status.state.name === "waiting", "it was lost");
  browser.line.loses = () => "nothing";
  tab.look();

  await until(() => isSettled(tab), "sent again");
  expect([...server.applied.values()]).toEqual([1]);
  expect(titles(tab)).toEqual(["Once"]);
});

test("another tab shows it at once, and only one of them asks the server", async () => {
  const { server, browser } = world();
  const [one, other] = [await browser.tab(), await browser.tab()];
  await until(() => isSettled(one), "begun");
  const before = server.requests;

  add(other, "From the other");

  await until(() => titles(one).length === 1 && one.status.waiting === 0, "the first shows it");
  await until(() => other.status.waiting === 0, "the other knows that it was sent");
  expect(server.requests - before).toBeLessThanOrEqual(2);
});

test("when the tab that syncs is closed, the other one does", async () => {
  const { server, browser } = world();
  const [one, other] = [await browser.tab(), await browser.tab()];
  await until(() => isSettled(one), "begun");

  browser.close(one);
  add(other, "Alone now");

  await until(() => isSettled(other), "sent");
  expect(server.todos).toHaveLength(1);
});

test("what is done elsewhere comes by itself", async () => {
  const { server, browser } = world();
  const tab = await browser.tab();
  await until(() => isSettled(tab), "begun");

  const id = tab.newId();
  server.does({ id: tab.newId(), name: "todo.create", at: new Date().toISOString(), args: { id, title: "Elsewhere" } });

  await until(() => titles(tab).length === 1, "it is here");
});

test("what the server refuses is kept until the person has seen it, also over a reload", async () => {
  const { browser } = world();
  const tab = await browser.tab();

  add(tab, "refuse me");

  await until(() => tab.status.refused.length === 1, "refused");
  expect(titles(tab)).toEqual([]);
  await until(async () => (await browser.stored()).length === 0, "stored");
  browser.close(tab);
  const again = await browser.tab();
  expect(again.status.refused[0]?.mutation.args).toMatchObject({ title: "refuse me" });
  again.forgetRefused(again.status.refused[0]?.mutation.id ?? "");
  expect(again.status.refused).toEqual([]);
});

test("an expired session forgets nothing, and all is sent after the next sign-in", async () => {
  const { server, browser } = world();
  const tab = await browser.tab();
  await until(() => isSettled(tab), "begun");
  server.session = undefined;

  add(tab, "Signed out meanwhile");
  await until(() => tab.status.state.name === "signed_out", "it is known");
  expect(titles(tab)).toEqual(["Signed out meanwhile"]);
  server.session = ACCOUNT;
  tab.look();

  await until(() => isSettled(tab), "sent");
  expect(server.todos).toHaveLength(1);
});

test("somebody else's session is given nothing", async () => {
  const { server, browser } = world();
  server.session = "01900000-0000-7000-8000-000000000002";
  const tab = await browser.tab();

  add(tab, "Mine alone");

  await until(() => tab.status.state.name === "other_person", "it is known");
  expect(server.todos).toEqual([]);
  expect(tab.status.waiting).toBe(1);
});

test("a reset forgets the rows and keeps the outbox", async () => {
  const { server, browser } = world();
  const tab = await browser.tab();
  add(tab, "Sent");
  await until(() => isSettled(tab), "sent");
  browser.line.isUp = false;
  add(tab, "Waiting");
  const id = tab.newId();
  server.does({ id: tab.newId(), name: "todo.create", at: new Date().toISOString(), args: { id, title: "Elsewhere" } });
  server.forget();
  browser.line.isUp = true;
  tab.look();

  await until(() => isSettled(tab), "read anew");
  expect(titles(tab).sort()).toEqual(["Elsewhere", "Sent", "Waiting"]);
});

test("undo takes back the last thing, redo brings it back, and the server agrees", async () => {
  const { server, browser } = world();
  const tab = await browser.tab();
  const id = add(tab, "Water the plants");
  tab.act("Renamed", { name: "todo.patch", args: { id, title: "Water the flowers", priority: 4 } });

  tab.undo();
  expect(tab.rows.todo.get(id)).toMatchObject({ title: "Water the plants", priority: 0 });
  tab.undo();
  expect(titles(tab)).toEqual([]);
  tab.redo();
  tab.redo();
  expect(tab.rows.todo.get(id)).toMatchObject({ title: "Water the flowers", priority: 4, deleted_at: null });

  await until(() => isSettled(tab), "sent");
  expect(server.todos[0]).toMatchObject({ title: "Water the flowers", priority: 4, deleted_at: null });
});

test("ten thousand rows are read in pages, stored once, and there at the next start without a network", async () => {
  const { server, browser } = world();
  const at = new Date().toISOString();
  const ids = Array.from(
    { length: 10_000 },
    (_, number) => `01900000-0000-7000-9000-${String(number).padStart(12, "0")}`,
  );
  for (const id of ids) server.does({ id: `m${id}`, name: "todo.create", at, args: { id, title: id.slice(-5) } });
  const tab = await browser.tab();
  await until(() => isSettled(tab) && tab.rows.todo.size === 10_000, "read");
  browser.line.isUp = false;
  // The next one hears only what is stored: it asks the first, which has been closed.
  browser.close(tab);
  const again = await browser.tab();

  expect(again.rows.todo.size).toBe(10_000);
});

test("a clock that was put back does not change the order of what was done", async () => {
  const { server, browser } = world();
  browser.line.isUp = false;
  const tab = await browser.tab();
  const id = add(tab, "First");
  browser.now = () => Date.now() - 366 * 86_400_000;
  tab.act("Renamed", { name: "todo.patch", args: { id, title: "Second" } });
  browser.line.isUp = true;
  tab.look();

  await until(() => isSettled(tab), "sent");
  expect(server.todos[0]?.title).toBe("Second");
});

test("where the browser stores nothing, everything goes on, and it is said", async () => {
  const { server, browser } = world();
  const original = indexedDB.open.bind(indexedDB);
  indexedDB.open = () => {
    throw new DOMException("no", "SecurityError");
  };
  onTestFinished(() => {
    indexedDB.open = original;
  });
  const tab = await browser.tab();

  add(tab, "In memory");

  expect(tab.status.isKept).toBe(false);
  await until(() => isSettled(tab), "sent");
  expect(server.todos).toHaveLength(1);
  indexedDB.open = original;
  add(tab, "Stored again");
  await until(() => tab.status.isKept && isSettled(tab), "stored");
});
