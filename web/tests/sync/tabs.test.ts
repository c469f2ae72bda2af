import "fake-indexeddb/auto";

import { onTestFinished, test, expect, vi } from "vitest";

import type { Device } from "../../src/sync/device";
import { type Message, tabsOf } from "../../src/sync/tabs";
import { Browser, isSettled, until } from "./browser";
import { Server, turn } from "./server";

const ACCOUNT = "01900000-0000-7000-8000-000000000001";
const NONE = { reset: false, changes: {}, gone: [], answered: [] };

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
  return device.rows.todo.inOrder().map(({ title }) => title);
}

/** A tab of this browser that says what it is told to. */
function voice(browser: Browser): (message: Message) => void {
  const tabs = tabsOf(browser.place, () => undefined);
  onTestFinished(() => {
    tabs.close();
  });
  return (message) => {
    tabs.tell(message);
  };
}

test("what another tab has sent waits no longer here, also where its answer was missed", async () => {
  const { server, browser } = world();
  const [leader, other] = [await browser.tab(), await browser.tab()];
  await until(() => isSettled(leader) && isSettled(other) && other.status.isComplete, "begun");
  // All rows are read anew: what was answered with them is told in few words.
  server.forget();
  browser.line.isUp = false;
  add(other, "Sent by the first");
  await until(() => leader.status.waiting === 1, "the leader knows");
  server.does({ id: leader.newId(), name: "todo.create", at: "2026-11-22T10:00:00Z", args: { id: "x", title: "New" } });
  server.forget();
  browser.line.isUp = true;
  leader.look();

  await until(() => isSettled(leader), "sent");
  await until(
    () => isSettled(other),
    () => JSON.stringify(other.status),
  );
  expect(titles(other).sort()).toEqual(["New", "Sent by the first"]);
});

test("what is read late of the storage does not replace what has come since", async () => {
  const { browser } = world();
  const [leader, other] = [await browser.tab(), await browser.tab()];
  await until(() => isSettled(leader) && other.status.isComplete, "begun");
  const tell = voice(browser);

  for (let number = 0; number < 20; number++) {
    add(other, `Todo ${number}`);
    // It reads what is stored, while the leader is about to confirm.
    tell({ name: "at", cursor: "none", state: { name: "idle" }, answered: [], clock: { offset: 0, heard: 0 } });
    await turn(number % 5);
  }

  await until(() => isSettled(leader), "sent");
  await until(
    () => isSettled(other),
    () => JSON.stringify(other.status),
  );
  expect(titles(other)).toHaveLength(20);
});

test("a leader takes no orders from one that was closed, though its last words come late", async () => {
  const { browser } = world();
  const leader = await browser.tab();
  add(leader, "Here");
  await until(() => isSettled(leader), "begun");
  const tell = voice(browser);

  tell({
    name: "at",
    cursor: "0",
    state: { name: "sending", batch: 200, tries: 1 },
    answered: [],
    clock: { offset: 0, heard: 0 },
  });
  tell({ name: "took", from: "0", taken: { ...NONE, reset: true }, cursor: "0", refused: [] });
  await turn(50);

  await until(
    () => isSettled(leader),
    () => JSON.stringify(leader.status),
  );
  expect(titles(leader)).toEqual(["Here"]);
});

test("a mutation that is heard of after it was answered waits no more", async () => {
  const { server, browser } = world();
  const [leader, other] = [await browser.tab(), await browser.tab()];
  await until(() => isSettled(leader) && other.status.isComplete, "begun");
  const id = other.newId();
  const mutation = { id, name: "todo.create", at: "2026-11-22T10:00:00Z", args: { id, title: "Once" } } as const;
  const tell = voice(browser);
  tell({ name: "acted", entries: [{ mutation }] });
  await until(() => server.todos.length === 1 && isSettled(leader) && isSettled(other), "sent");

  tell({ name: "acted", entries: [{ mutation }] });
  await turn(50);

  expect([leader.status.waiting, other.status.waiting]).toEqual([0, 0]);
});

test("where the leader sleeps with the lock in its hand, a tab that is looked at leads", async () => {
  const { server, browser } = world();
  browser.patience = 50;
  const over = new AbortController();
  const asleep = new Promise<void>((wake) => {
    over.signal.addEventListener("abort", () => {
      wake();
    });
  });
  void navigator.locks.request(browser.place, () => asleep).catch(() => undefined);
  onTestFinished(() => {
    over.abort();
  });

  const tab = await browser.tab();
  add(tab, "Sent all the same");

  await until(() => isSettled(tab), "sent");
  expect(server.todos).toHaveLength(1);
});

test("a newer program in another tab is left the lead, and what is done here is stored for it", async () => {
  const { browser } = world();
  const tab = await browser.tab();
  await until(() => isSettled(tab), "begun");
  const newer = new BroadcastChannel(browser.place);
  onTestFinished(() => {
    newer.close();
  });

  newer.postMessage({ shape: 99, message: { name: "hello", entries: [] } });
  await until(() => tab.status.isOutdated, "it knows");
  await navigator.locks.request(browser.place, () => undefined);
  add(tab, "By the older one");

  await until(async () => (await browser.stored()).length === 1, "stored");
  expect(titles(tab)).toEqual(["By the older one"]);
});

test("where nothing can be stored, two tabs still show the same", async () => {
  const { server, browser } = world();
  const refused = vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("no", "SecurityError");
  });
  onTestFinished(() => {
    refused.mockRestore();
  });
  const leader = await browser.tab();
  add(leader, "In memory");
  await until(() => isSettled(leader), "sent");

  const other = await browser.tab();
  await until(() => titles(other).length === 1, "the other has it");
  add(other, "From the other");

  await until(() => titles(leader).length === 2 && isSettled(leader) && isSettled(other), "both have both");
  expect(server.todos).toHaveLength(2);
});
