// What bench/quick.py measures, of the web application: node strips the types by itself.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { isDeepStrictEqual } from "node:util";

registerHooks({
  resolve: (name, context, next) =>
    next(/^\.\.?\/[^.]*$/.test(name) ? `${name}.ts` : name, context),
  load: (url, context, next) =>
    next(
      url,
      url.endsWith(".json")
        ? { ...context, importAttributes: { type: "json" } }
        : context,
    ),
});
const model = "../web/src/model/";
const { fromIso } = await import(`${model}day.ts`);
const { codeOf, wordsOf } = await import(`${model}quick/files.ts`);
const { reader } = await import(`${model}quick/reader.ts`);

const tables = JSON.parse(
  readFileSync(new URL("../tests/vectors/quick.json", import.meta.url), "utf8"),
);

const readers = new Map();
for (const { language } of tables)
  if (!readers.has(language))
    readers.set(language, reader(language, await wordsOf(codeOf(language))));

function read({
  now,
  language,
  week_start: weekStart = 1,
  is_day_first: isDayFirst = true,
  cases,
  ...names
}) {
  const { lists = [], sections = [], tags = [] } = names;
  const minute = Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16));
  const [day, known] = [
    fromIso(now),
    { weekStart, isDayFirst, lists, sections, tags },
  ];
  const readLine = readers.get(language);
  let passed = 0;
  const ms = cases.map(({ text, title, fields }) => {
    const begun = performance.now();
    const found = readLine(text, day, minute, known);
    const took = performance.now() - begun;
    passed += Number(
      found.title === title && isDeepStrictEqual(found.fields, fields),
    );
    return took;
  });
  return { passed, ms };
}

let found = [];
for (let round = 0; round < Number(process.argv[2]); round += 1)
  found = tables.map(read);
process.stdout.write(JSON.stringify(found));
