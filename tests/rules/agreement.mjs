// What the web application says of the series on stdin, one JSON on a line: node strips the types by itself.
import { registerHooks } from "node:module";
import { text } from "node:stream/consumers";

registerHooks({
  resolve: (name, context, next) => next(/^\.[^.]*$|^\.\.\/[^.]*$/.test(name) ? `${name}.ts` : name, context),
});
const model = "../../web/src/model/";
const { fromIso, iso } = await import(`${model}day.ts`);
const { beginning, coming, following } = await import(`${model}series.ts`);

const shown = (day) => (day === undefined ? null : iso(day));
for (const line of (await text(process.stdin)).split("\n").filter(Boolean)) {
  const { rule, start, repeat_from: repeatFrom, exceptions, steps, occurrence, today, until } = JSON.parse(line);
  const series = { rule, start: fromIso(start), repeatFrom, exceptions: exceptions.map(fromIso), steps };
  const [here, now] = [fromIso(occurrence), fromIso(today)];
  const ahead = coming(series, here, now, fromIso(until), 20).map(iso);
  process.stdout.write(`${JSON.stringify([shown(following(series, here, now)), ahead, iso(beginning(rule, now))])}\n`);
}
