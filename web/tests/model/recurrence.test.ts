import { describe, expect, it } from "vitest";

import vectors from "../../../tests/vectors/recurrence.json";
import { fromIso, iso } from "../../src/model/day";
import { sentence } from "../../src/model/sentence";
import { following, type Series } from "../../src/model/series";
import { dayIn, instantOf, parsed } from "../../src/model/zone";

interface Case {
  rule: string;
  start: string;
  occurrence?: string;
  repeat_from?: string;
  exceptions?: string[];
  steps?: number;
  next: string | null;
  then: string[];
}

function from(value: string | undefined): "due" | "completion" {
  return value === "completion" ? "completion" : "due";
}

function seriesOf(given: Case): Series {
  const exceptions = (given.exceptions ?? []).map(fromIso);
  const { rule, steps = 0 } = given;
  return { rule, start: fromIso(given.start), repeatFrom: from(given.repeat_from), exceptions, steps };
}

describe.each(vectors.series)("at $now in $zone", ({ now, zone, today, cases }) => {
  it("it is today", () => {
    expect(iso(dayIn(Date.parse(now), zone))).toBe(today);
  });

  it.each(cases as Case[])("$rule from $start", (given) => {
    const series = seriesOf(given);
    const steps: string[] = [];
    let day = following(series, fromIso(given.occurrence ?? given.start), fromIso(today));
    const next = day === undefined ? null : iso(day);

    while (day !== undefined && steps.length < 3) {
      series.steps += 1;
      day = following(series, day, Math.max(day, fromIso(today)));
      if (day !== undefined) steps.push(iso(day));
    }

    expect([next, steps]).toEqual([given.next, given.then]);
  });
});

describe("a time on the clock", () => {
  it.each(vectors.moments)("$local in $zone: $why", ({ local, zone, instant }) => {
    const { day, minute = 0 } = parsed(local);

    expect(new Date(instantOf(day, minute, zone)).toISOString()).toBe(instant.replace("Z", ".000Z"));
  });
});

describe.each(["en", "de", "fr"] as const)("a sentence in %s", (language) => {
  it.each(vectors.sentences)("$rule", (given) => {
    const said = sentence(given.rule, from("repeat_from" in given ? given.repeat_from : undefined), language);

    expect(said).toBe(given[language]);
  });
});
