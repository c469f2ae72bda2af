import { describe, expect, test } from "vitest";

import { wordsOf } from "../../src/model/quick/files";
import { reader } from "../../src/model/quick/reader";
import { de } from "../../src/ui/words/behind/de";
import { en } from "../../src/ui/words/behind/en";
import { fr } from "../../src/ui/words/behind/fr";
import { tongueOf } from "../../src/ui/words/tongue";

/** A Sunday. */
const TODAY = Date.UTC(2026, 10, 22) / 86_400_000;

describe.each([
  ["en", en],
  ["de", de],
  ["fr", fr],
] as const)("what a newcomer is offered in %s", (code, words) => {
  test("is understood", async () => {
    const read = reader(code, await wordsOf(code));

    expect(read(words.newcomer_today, TODAY, 600).fields).toEqual({ due: "2026-11-22" });
    expect(read(words.newcomer_tomorrow, TODAY, 600).fields).toEqual({ due: "2026-11-23T18:00" });
    expect(read(words.newcomer_weekly, TODAY, 600).fields).toEqual({
      due: "2026-11-28",
      recurrence: "FREQ=WEEKLY;BYDAY=SA",
    });
  });
});

test.each([
  [["de-AT", "en-US"], "de"],
  [["en-US", "en"], "en-US"],
  [["en-GB", "de"], "en"],
  [["nl", "fr-BE", "en"], "fr"],
  [["ja"], "en"],
  [[], "en"],
])("who reads %j is spoken to in %s", (languages, tongue) => {
  expect(tongueOf(languages)).toBe(tongue);
});
