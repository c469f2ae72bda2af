import { beforeAll, describe, expect, it } from "vitest";

import tables from "../../../tests/vectors/quick.json";
import { fromIso } from "../../src/model/day";
import { codeOf, wordsOf } from "../../src/model/quick/files";
import { type Reader, reader } from "../../src/model/quick/reader";
import { minutes } from "../../src/model/quick/times";

interface Table {
  name: string;
  now: string;
  language: string;
  week_start?: number;
  is_day_first?: boolean;
  lists?: string[];
  sections?: string[];
  tags?: string[];
  cases: { text: string; title: string; fields: object; tokens: (string | number)[][] }[];
}

describe.each(tables as unknown as Table[])("$name at $now in $language", (table) => {
  const known = {
    weekStart: table.week_start ?? 1,
    isDayFirst: table.is_day_first ?? true,
    lists: table.lists ?? [],
    sections: table.sections ?? [],
    tags: table.tags ?? [],
  };

  let read: Reader;
  beforeAll(async () => {
    const code = codeOf(table.language);
    read = reader(code, await wordsOf(code));
  });

  it.each(table.cases)("$text", ({ text, title, fields, tokens }) => {
    const found = read(text, fromIso(table.now), minutes(table.now.slice(11)), known);

    expect(found.title).toBe(title);
    expect(found.fields).toEqual(fields);
    expect(found.tokens.map(({ kind, start, end }) => [kind, start, end])).toEqual(tokens);
  });
});
