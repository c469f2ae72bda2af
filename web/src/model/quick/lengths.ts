import { expression, type Language, matchAt, oneOf } from "./language";
import { lookUp, plain } from "./slots";
import { keys, unitWords } from "./words";

/** How long something takes: `45 min`, `1h30`, `an hour and a half`. */

interface Words {
  half: RegExp;
  andAHalf: RegExp;
  parts: RegExp;
}

const known = new Map<string, Words>();

/** Of what the slot `span` holds; undefined if it says minutes within minutes. */
export function minutesOf(text: string, language: Language): number | undefined {
  const { half, andAHalf, parts } = wordsOf(language);
  const words = plain(text);
  if (matchAt(half, words, 0)) return 30;
  const found = matchAt(parts, words, 0);
  if (!found) return undefined;
  const { count = "", half: before, unit: word = "", more } = found.groups ?? {};
  const unit = lookUp(language.data.units, word) === "hour" ? 60 : 1;
  if (unit === 1 && (before || more)) return undefined;
  const number = /^[0-9]/.test(count) ? Number(count.replace(",", ".")) : (lookUp(language.data.numbers, count) ?? 0);
  const halves = before || andAHalf.test(words.slice(found[0].length)) ? 0.5 : 0;
  return evenRounded((number + halves) * unit) + Number(more ?? 0);
}

/** As Python rounds: a half goes to the even neighbour. */
function evenRounded(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}

function wordsOf(language: Language): Words {
  let found = known.get(language.code);
  if (!found) {
    const { data } = language;
    const half = oneOf(data.and_a_half);
    const count = `(?<count>[0-9]+(?:[.,][0-9]+)?|${keys(data.numbers)})(?:\\s+(?<half>${half}))?`;
    found = {
      half: expression(`${oneOf(data.half_an_hour)}$`),
      andAHalf: expression(half, "u"),
      parts: expression(
        `${count}\\s*-?(?<unit>${unitWords(data, "minute", "hour")})(?:\\s*(?:${oneOf(data.span_and)}\\s+)?(?<more>[0-9]+))?`,
      ),
    };
    known.set(language.code, found);
  }
  return found;
}
