import "fake-indexeddb/auto";

import fc from "fast-check";
import { expect, test } from "vitest";

import type { Device } from "../../src/sync/device";
import { Browser, isSettled, until } from "./browser";
import { plainly, Server, turn } from "./server";

const PATIENT = 120_000;

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
  ),
  who: fc.nat(2),
  number: fc.nat(1000),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

test(
  "devices that are offline, lose answers, are reloaded and have several tabs end with the same rows",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 60 }), async (happenings) => {
        const server = new Server("01900000-0000-7000-8000-000000000001");
        const browsers = [new Browser(server), new Browser(server), new Browser(server)];
        for (const browser of browsers) await browser.tab();
        for (const one of happenings) await happens(browsers[one.who] as Browser, one);
        await settled(browsers);
        for (const tab of browsers.flatMap(({ tabs }) => tabs)) {
          expect(plainly(tab.rows)).toEqual(plainly(browsers[0]?.tabs[0]?.rows ?? tab.rows));
          expect(tab.rows.todo.inOrder().map(({ id }) => id)).toEqual(server.todos.map(({ id }) => id));
        }
        expect([...server.applied.values()].every((times) => times === 1)).toBe(true);
        for (const { tabs } of browsers) for (const tab of tabs) tab.close();
      }),
      { numRuns: 12, interruptAfterTimeLimit: 8000 },
    );
  },
  PATIENT,
);

async function happens(browser: Browser, { what, number }: Happening): Promise<void> {
  const tab = browser.tabs[number % browser.tabs.length] as Device;
  const todos = tab.rows.todo.inOrder();
  const id = todos[number % todos.length]?.id;
  switch (what) {
    case "add":
      tab.act("Added", { name: "todo.create", args: { id: tab.newId(), title: `Todo ${number}` } });
      break;
    case "rename":
      if (id) tab.act("Renamed", { name: "todo.patch", args: { id, title: `Renamed ${number}` } });
      break;
    case "complete":
      if (id) tab.act("Completed", { name: "todo.complete", args: { id } });
      break;
    case "delete":
      if (id) tab.act("Deleted", { name: "todo.delete", args: { id } });
      break;
    case "move":
      if (id) tab.act("Moved", { name: "todo.patch", args: { id, position: `a${number % 10}V` } });
      break;
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
  }
}

/** Everybody is online, and looks until there is nothing more to hear. */
async function settled(browsers: Browser[]): Promise<void> {
  const tabs = browsers.flatMap((browser) => browser.tabs);
  for (let round = 0; round < 3; round++) {
    for (const { line, tabs } of browsers) {
      line.isUp = true;
      line.loses = () => "nothing";
      for (const tab of tabs) tab.look();
    }
    await until(
      () => tabs.every(isSettled),
      () => `round ${round}: ${JSON.stringify(tabs.map((tab) => tab.status))}`,
    );
    await turn(40);
  }
}
