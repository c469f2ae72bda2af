// What the web application makes of the lines on stdin, one JSON on a line: node strips the types by itself.
import { registerHooks } from "node:module";
import { text } from "node:stream/consumers";

registerHooks({
  resolve: (name, context, next) => next(/^\.\.?\/[^.]*$/.test(name) ? `${name}.ts` : name, context),
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const model = "../../web/src/model/";
const { fromIso } = await import(`${model}day.ts`);
const { wordsOf } = await import(`${model}quick/files.ts`);
const { reader } = await import(`${model}quick/reader.ts`);

const readers = new Map();
for (const code of ["de", "en", "fr"]) readers.set(code, reader(code, await wordsOf(code)));
const NAMES = { lists: ["Home", "Work Stuff"], sections: ["Next Up"], tags: ["two words"] };
for (const line of (await text(process.stdin)).split("\n").filter(Boolean)) {
  const { text: said, now, code, plain, week_start: weekStart, is_day_first: isDayFirst } = JSON.parse(line);
  const minute = Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16));
  const known = { plain, weekStart, isDayFirst, ...NAMES };
  const { title, tokens, fields } = readers.get(code)(said, fromIso(now), minute, known);
  const spans = tokens.map(({ kind, start, end }) => [kind, start, end]);
  process.stdout.write(`${JSON.stringify([title, spans, fields])}\n`);
}
