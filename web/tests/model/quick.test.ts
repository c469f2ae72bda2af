import { describe, expect, it } from "vitest";

import groups from "../../../tests/vectors/quick.json";
import { fromIso } from "../../src/model/day";
import { context } from "../../src/model/quick/context";
import { parse } from "../../src/model/quick/parse";
import { minutes } from "../../src/model/quick/times";

describe.each(groups)("at $now in $language", ({ now, language, cases }) => {
  const asked = context(fromIso(now), minutes(now.slice(11)), { code: language });

  it.each(cases)("$text", ({ text, title, fields, tokens }) => {
    const found = parse(text, asked);

    expect(found.title).toBe(title);
    expect(found.fields).toEqual(fields);
    expect(found.tokens.map(({ kind, start, end }) => [kind, start, end])).toEqual(tokens);
  });
});
