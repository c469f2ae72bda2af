import de from "../../../src/todo/rules/sentences/de.json";
import en from "../../../src/todo/rules/sentences/en.json";
import fr from "../../../src/todo/rules/sentences/fr.json";

/**
 * A recurrence rule as a sentence that a person can check: `every 2 weeks on Mon, Thu`. The server says the same in
 * `rules/sentence.py`, with the same words.
 */

interface Words extends Record<Exclude<keyof typeof en, keyof Tables>, string>, Tables {}
interface Tables {
  every: Table;
  every_n: Table;
  weekdays: Table;
  months: string[];
  nth: Table;
  number: Forms;
  monthday: Forms;
  elisions: Table;
}
interface Forms {
  exact: Table;
  teens: string;
  digits: Table;
  other: string;
}
type Table = Record<string, string>;
type Parts = Map<string, string>;

const FILES: Record<string, Words> = { en, de, fr };
const WORKDAYS = "FR,MO,TH,TU,WE";

/** In the language of a BCP 47 tag, in English where its own is not known. */
export function sentence(rule: string, repeatFrom: "due" | "completion" = "due", language = "en"): string {
  const parts: Parts = new Map(rule.split(";").map((part) => part.split("=", 2) as [string, string]));
  const words = FILES[language.split("-", 1)[0]?.toLowerCase() ?? ""] ?? en;
  const found = [often(parts, words), ...days(parts, words), ...limits(parts, words)];
  const said = [...found, ...(repeatFrom === "completion" ? [words.after_completion] : [])].join(" ");
  return Object.entries(words.elisions).reduce((text, [full, short]) => text.replaceAll(full, short), said);
}

function often(parts: Parts, words: Words): string {
  const [frequency, count] = [parts.get("FREQ") ?? "DAILY", interval(parts)];
  if (count > 1) return filled(words.every_n[frequency], { n: String(count) });
  return isOnWorkdays(parts) ? words.every_workday : (words.every[frequency] ?? "");
}

function interval(parts: Parts): number {
  return Number(parts.get("INTERVAL") ?? 1);
}

function isOnWorkdays(parts: Parts): boolean {
  return hasWorkdays(parts) && !parts.has("BYSETPOS") && ["DAILY", "WEEKLY"].includes(parts.get("FREQ") ?? "");
}

function hasWorkdays(parts: Parts): boolean {
  return [...new Set(each(parts, "BYDAY"))].sort().join(",") === WORKDAYS;
}

function* days(parts: Parts, words: Words): Generator<string> {
  const isOfYear = isDayOfYear(parts);
  const said = (name: string, word: (value: string) => string): Table => ({
    list: each(parts, name).map(word).join(", "),
  });
  if (parts.has("BYDAY")) yield* weekdays(parts, words);
  if (parts.has("BYMONTHDAY"))
    yield isOfYear
      ? ofYear(parts, words)
      : filled(
          words.on_monthdays,
          said("BYMONTHDAY", (it) => monthday(it, words)),
        );
  if (parts.has("BYYEARDAY"))
    yield filled(
      words.on_yeardays,
      said("BYYEARDAY", (it) => nth(it, words)),
    );
  if (parts.has("BYWEEKNO"))
    yield filled(
      words.in_weeks,
      said("BYWEEKNO", (it) => week(it, words)),
    );
  if (parts.has("BYMONTH") && !isOfYear)
    yield filled(
      words.in_months,
      said("BYMONTH", (it) => words.months[Number(it) - 1] ?? ""),
    );
  if (parts.has("BYSETPOS") && !isNthWeekday(parts))
    yield filled(
      words.nth_of_them,
      said("BYSETPOS", (it) => nth(it, words)),
    );
}

function isNthWeekday(parts: Parts): boolean {
  return parts.has("BYDAY") && !["BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"].some((name) => parts.has(name));
}

function isDayOfYear(parts: Parts): boolean {
  const isAlone = !["BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"].some((name) => parts.has(name));
  const isOfOneMonth = each(parts, "BYMONTH").length === 1 && each(parts, "BYMONTHDAY").every((it) => Number(it) > 0);
  return parts.get("FREQ") === "YEARLY" && parts.has("BYMONTHDAY") && isAlone && isOfOneMonth;
}

function ofYear(parts: Parts, words: Words): string {
  const month = words.months[Number(parts.get("BYMONTH")) - 1] ?? "";
  const list = each(parts, "BYMONTHDAY").map((it) => filled(words.day_of_year, { day: String(Number(it)), month }));
  return filled(words.on_days_of_year, { list: list.join(", ") });
}

function* weekdays(parts: Parts, words: Words): Generator<string> {
  const list = each(parts, "BYDAY").map((it) => weekday(it, words));
  if (parts.has("BYSETPOS") && isNthWeekday(parts)) {
    const positions = each(parts, "BYSETPOS").map((it) => nth(it, words));
    const form = hasWorkdays(parts) ? words.nth_workday : words.nth_of_weekdays;
    yield filled(form, { list: positions.join(", "), weekdays: list.join(", ") });
  } else if (!isOnWorkdays(parts)) {
    yield filled(words.on_weekdays, { list: list.join(", ") });
  } else if (interval(parts) > 1) {
    yield words.on_workdays;
  }
}

function weekday(day: string, words: Words): string {
  const [number, name] = [day.slice(0, -2), words.weekdays[day.slice(-2)] ?? ""];
  return number ? filled(words.nth_weekday, { nth: nth(number, words), weekday: name }) : name;
}

function monthday(day: string, words: Words): string {
  return Number(day) > 0
    ? formed(Number(day), words.monthday)
    : filled(words.monthday_from_end, { nth: nth(day, words) });
}

function week(text: string, words: Words): string {
  return Number(text) > 0 ? String(Number(text)) : filled(words.week_from_end, { n: String(-Number(text)) });
}

function nth(text: string, words: Words): string {
  const number = Number(text);
  const counted = numbered(Math.abs(number), words);
  return words.nth[String(number)] ?? (number > 0 ? counted : filled(words.nth_from_end, { number: counted }));
}

function numbered(number: number, words: Words): string {
  return formed(number, words.number);
}

function formed(number: number, { exact, teens, digits, other }: Forms): string {
  const usual = [11, 12, 13].includes(number % 100) ? teens : (digits[String(number % 10)] ?? other);
  return filled(exact[String(number)] ?? usual, { n: String(number) });
}

function* limits(parts: Parts, words: Words): Generator<string> {
  const [start, count, until] = [parts.get("WKST"), parts.get("COUNT"), parts.get("UNTIL")];
  if (start) yield filled(words.week_start, { weekday: words.weekdays[start] ?? "" });
  if (count) yield count === "1" ? words.once : filled(words.times, { n: String(Number(count)) });
  if (until) {
    const month = words.months[Number(until.slice(4, 6)) - 1] ?? "";
    const [year, day] = [String(Number(until.slice(0, 4))), String(Number(until.slice(6, 8)))];
    yield filled(words.until, { date: filled(words.date, { day, month, year }) });
  }
}

function each(parts: Parts, name: string): string[] {
  return parts.get(name)?.split(",") ?? [];
}

function filled(form: string | undefined, values: Table): string {
  return (form ?? "").replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
