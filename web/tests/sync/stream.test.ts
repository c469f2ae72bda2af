import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { hear } from "../../src/sync/stream";
import { Line, Server } from "./server";

const SECOND = 1000;

/** When streams were begun, in seconds; each holds so long. */
function heard(holds: () => number): { begun: number[]; over: AbortController } {
  const [begun, over] = [[] as number[], new AbortController()];
  const network = new Line(new Server("somebody"));
  network.listen = async () => {
    begun.push(Math.round(performance.now() / SECOND));
    await new Promise((done) => setTimeout(done, holds() * SECOND));
  };
  const world = { network, steady: () => performance.now(), luck: () => 0 };
  const [shown, looked] = [new AbortController().signal, new AbortController().signal];
  void hear({ world, onCursor: () => undefined, hidden: () => shown, looked: () => looked }, over.signal);
  return { begun, over };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

it("a stream that breaks is there again a second later", async () => {
  const { begun, over } = heard(() => 60);

  await vi.advanceTimersByTimeAsync(130 * SECOND);
  over.abort();

  expect(begun).toEqual([0, 61, 122]);
});

it("where there is none it is tried less and less", async () => {
  const { begun, over } = heard(() => 0);

  await vi.advanceTimersByTimeAsync(65 * SECOND);
  over.abort();

  expect(begun).toEqual([0, 1, 3, 7, 15, 30, 45, 60]);
});
