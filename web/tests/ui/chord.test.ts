import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Option } from "../../src/ui/ask.svelte";
import { chord } from "../../src/ui/palette/chord";

describe("a question that a letter answers", () => {
  const answered: string[] = [];
  const tomorrow: Option = { id: "tomorrow", label: "Tomorrow", keys: "m", run: () => undefined };
  const letters = chord(({ id }) => answered.push(id));

  beforeEach(() => {
    vi.useFakeTimers();
    answered.length = 0;
    letters.begin();
  });
  afterEach(() => {
    letters.end();
    vi.useRealTimers();
  });

  function type(text: string, pressed: number): void {
    letters.pressed(pressed);
    letters.typed(text, [tomorrow]);
    vi.advanceTimersByTime(1000);
  }

  it("is answered by one that was pressed soon, however late a busy page hears of it", () => {
    const soon = performance.now() + 100;
    vi.advanceTimersByTime(5000);

    type("m", soon);

    expect(answered).toEqual(["tomorrow"]);
  });

  it("is not answered by one that begins a word some time later", () => {
    vi.advanceTimersByTime(5000);

    type("m", performance.now());

    expect(answered).toEqual([]);
  });

  it("is answered by what was typed before it could be seen", () => {
    letters.typed("m", [tomorrow]);
    vi.advanceTimersByTime(1000);

    expect(answered).toEqual(["tomorrow"]);
  });
});
