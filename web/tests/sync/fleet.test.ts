import "fake-indexeddb/auto";

import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";
import { expect, test } from "vitest";

import type { Id } from "../../src/model/row";
import { remove } from "../../src/storage/database";
import type { Device } from "../../src/sync/device";
import type { Deed } from "../../src/sync/undoing";
import { Browser, isSettled, until } from "./browser";
import { plainly, Server, turn } from "./server";

/** What may happen, in any order: to which browser, and a number that says which row, or how the network is. */
const happening = fc.record({
  what: fc.constantFrom(
    "add",
    "rename",
    "complete",
    "delete",
    "move",
    "undo",
    "cut",
    "mend",
    "lose",
    "reload",
    "tab",
    "wait",
    "restart",
    "evict",
    "clock",
    "session",
    "forget",
  ),
  who: fc.nat(2),
  number: fc.nat(1000),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

test("devices to which everything happens that can happen end with the same rows, and did each thing once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 60 }), async (happenings) => {
      const server = new Server("01900000-0000-7000-8000-000000000001");
      const browsers = [new Browser(server), new Browser(server), new Browser(server)];
      for (const browser of browsers) await browser.tab();
      const done: Id[] = [];
      for (const one of happenings) {
        const deed = await happens(browsers[one.who] as Browser, one, server);
        done.push(...(deed?.parts ?? []).map(({ mutation }) => mutation));
      }
      await settled(browsers, server);
      expect([...server.applied.values()].every((times) => times === 1)).toBe(true);
      // What was done anywhere has arrived, though what showed it may have been thrown away.
      expect(done.filter((id) => !server.applied.has(id))).toEqual([]);
      for (const { tabs } of browsers) for (const tab of tabs) tab.close();
    }),
    { numRuns: 12, interruptAfterTimeLimit: 8000 },
  );
});

async function happens(browser: Browser, { what, number }: Happening, server: Server): Promise<Deed | undefined> {
  const tab = browser.tabs[number % browser.tabs.length] as Device;
  const todos = tab.rows.todo.inOrder();
  const id = todos[number % todos.length]?.id;
  switch (what) {
    case "add":
      return tab.act("Added", { name: "todo.create", args: { id: tab.newId(), title: `Todo ${number}` } });
    case "rename":
      return id ? tab.act("Renamed", { name: "todo.patch", args: { id, title: `Renamed ${number}` } }) : undefined;
    case "complete":
      return id ? tab.act("Completed", { name: "todo.complete", args: { id } }) : undefined;
    case "delete":
      return id ? tab.act("Deleted", { name: "todo.delete", args: { id } }) : undefined;
    case "move":
      return id ? tab.act("Moved", { name: "todo.patch", args: { id, position: `a${number % 10}V` } }) : undefined;
    case "undo":
      tab.undo();
      break;
    case "cut":
      browser.line.isUp = false;
      break;
    case "mend":
      browser.line.isUp = true;
      tab.look();
      break;
    case "lose": {
      let left = 1 + (number % 3);
      browser.line.loses = () => (left-- > 0 ? "answer" : "nothing");
      tab.look();
      break;
    }
    case "reload":
      await turn(5); // what was done is stored within that time
      browser.close(tab);
      await browser.tab();
      break;
    case "tab":
      if (browser.tabs.length < 3) await browser.tab();
      break;
    case "wait":
      await turn(60);
      break;
    case "restart":
      server.restart(1 + (number % 4));
      break;
    case "evict": {
      await remove(browser.place);
      const deed = tab.act("Added", { name: "todo.create", args: { id: tab.newId(), title: `After that ${number}` } });
      await until(async () => (await browser.stored()).length >= tab.status.waiting, "it is stored again");
      return deed;
    }
    case "clock": {
      const jump = ((number % 5) - 2) * 366 * 86_400_000;
      browser.now = () => Date.now() + jump;
      break;
    }
    case "session":
      server.session = server.session ? undefined : server.account;
      break;
    case "forget":
      server.forget();
      break;
  }
  return undefined;
}

/** Everybody is online and looks, twice, and has the server's rows. */
async function settled(browsers: Browser[], server: Server): Promise<void> {
  const tabs = browsers.flatMap((browser) => browser.tabs);
  const isSame = (tab: Device) => isSettled(tab) && isDeepStrictEqual(plainly(tab.rows), plainly(server.rows));
  server.session = server.account;
  server.away = 0;
  for (let round = 0; round < 2; round++) {
    for (const { line, tabs } of browsers) {
      line.isUp = true;
      line.loses = () => "nothing";
      for (const tab of tabs) tab.look();
    }
    await until(
      () => tabs.every(isSame),
      () =>
        `round ${round}: ${JSON.stringify([plainly(server.rows), tabs.map((it) => [it.status, plainly(it.rows)])])}`,
    );
  }
}
