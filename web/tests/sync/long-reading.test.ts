import "fake-indexeddb/auto";

import { expect, onTestFinished, test } from "vitest";

import { idMaker } from "../../src/lib/ids";
import type { Device } from "../../src/sync/device";
import { Browser, isSettled, until } from "./browser";
import { Server } from "./server";

const ACCOUNT = "01900000-0000-7000-8000-000000000001";
const MANY = 2500;

/** A new device, the numbers of todos that were shown, and how to set it off. */
function world() {
  const server = new Server(ACCOUNT);
  const { make } = idMaker(Date.now);
  for (let n = 0; n < MANY; n += 1) {
    const args = { id: make(), title: `Todo ${n}` };
    server.does({ id: make(), name: "todo.create", at: "2026-11-22T10:00:00Z", args });
  }
  const browser = new Browser(server);
  const shown = new Set<number>();
  let tab: Device | undefined;
  onTestFinished(() => tab?.close());
  const begin = async () => {
    tab = await browser.tab((news) => {
      const size = tab?.rows.todo.size ?? 0;
      if (news === "rows" && size > 0) shown.add(size);
    });
    return tab;
  };
  return { server, browser, shown, begin };
}

test("a long reading is shown when it is whole", async () => {
  const { browser, shown, begin } = world();
  browser.steady = () => 0;

  const tab = await begin();

  await until(() => isSettled(tab) && tab.status.isComplete, "read");
  expect([...shown]).toEqual([MANY]);
});

test("a long reading that lasts is shown as it comes", async () => {
  const { browser, shown, begin } = world();
  let now = 0;
  browser.steady = () => (now += 60_000);

  const tab = await begin();

  await until(() => isSettled(tab) && tab.status.isComplete, "read");
  expect([...shown]).toEqual([2000, MANY]);
});

test("a long reading that breaks off is shown as far as it came, and not said to be whole", async () => {
  const { server, browser, shown, begin } = world();
  browser.steady = () => 0;
  browser.line.loses = () => (server.requests === 0 ? "nothing" : "request");

  const tab = await begin();

  await until(() => tab.status.state.name === "waiting", "broken off");
  expect([...shown]).toEqual([1000]);
  expect(tab.status.isComplete).toBe(false);
});
