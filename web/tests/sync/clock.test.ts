import { expect, test } from "vitest";

import { Clock } from "../../src/sync/clock";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const MINUTE = 60_000;
const YEAR = 366 * 86_400_000;

/** A device: `wrong` is by how much its clock is off, `passed` how long it has been on. */
function device(wrong: number) {
  const state = { wrong, passed: 0 };
  const clock = new Clock({ now: () => NOON + state.passed + state.wrong, steady: () => state.passed });
  return { state, clock };
}

test.each([YEAR, -YEAR, 5 * MINUTE])(
  "a clock that is off by %d ms shows the time of the server once it was heard",
  (wrong) => {
    const { state, clock } = device(wrong);
    clock.hear(NOON, { isIdle: true });

    state.passed = MINUTE;

    expect(clock.now()).toBe(NOON + MINUTE);
    expect(clock.isDoubtful).toBe(false);
  },
);

test("a clock that is good to the second is left alone", () => {
  const { clock } = device(700);

  clock.hear(NOON, { isIdle: true });

  expect(clock.compared.offset).toBe(0);
});

test("a clock that is put back goes on all the same", () => {
  const { state, clock } = device(0);
  clock.hear(NOON, { isIdle: true });
  state.passed = MINUTE;

  state.wrong = -YEAR;

  expect(clock.now()).toBe(NOON + MINUTE);
  expect(clock.isDoubtful).toBe(true);
});

test("a clock that is put forward is in doubt until the server is heard", () => {
  const { state, clock } = device(0);
  clock.hear(NOON, { isIdle: true });

  state.wrong = YEAR;
  expect(clock.isDoubtful).toBe(true);
  clock.hear(NOON, { isIdle: true });

  expect(clock.isDoubtful).toBe(false);
  expect(clock.now()).toBe(NOON);
});

test("no action is before the one before it, nor before the server was heard last", () => {
  const { state, clock } = device(0);
  clock.adopt({ offset: 0, heard: NOON });
  state.wrong = -YEAR;
  const first = clock.acted();
  state.wrong = MINUTE;
  const second = clock.acted();
  state.wrong = -YEAR;

  expect(first).toBe(NOON);
  expect(second).toBe(NOON + MINUTE);
  expect(clock.acted()).toBe(NOON + MINUTE);
});

test("what was done while the clock was ahead holds up the later only until it is sent", () => {
  const { state, clock } = device(YEAR);
  clock.adopt({ offset: 0, heard: NOON });
  expect(clock.acted()).toBe(NOON + YEAR);
  state.wrong = 0;

  clock.hear(NOON, { isIdle: false });
  expect(clock.acted()).toBe(NOON + YEAR);
  clock.hear(NOON, { isIdle: true });

  expect(clock.acted()).toBe(NOON);
});
