import { dayOf } from "../day";
import type { Reader, Terminal, Token } from "./reader";
import type { Count, Moment, Unit } from "./tree";

/** Dates and times of a query, as they are written. */

const DATE = "a date such as today, 27 jan, 2026-01-27, friday, next week or -3 days";
const NUMBER = "a number";
const UNIT = "days, weeks, months or years";
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const UNITS: readonly (readonly [string, Unit])[] = [
  ["min", "minute"],
  ["h", "hour"],
  ["d", "day"],
  ["w", "week"],
  ["mon", "month"],
  ["y", "year"],
];
const WHICH: Partial<Record<Terminal, number>> = { THIS: 0, NEXT: 1, LAST: -1 };

/** Words with which a day begins, but for a number. */
export const DAY_WORDS = [
  ...(["ISO_DATE", "TIME", "ORDINAL", "TODAY", "TOMORROW", "YESTERDAY", "WEEKDAY", "MONTH", "NUMBER"] as const),
  ...(["THIS", "NEXT", "LAST", "FIRST"] as const),
];
export const SPAN_WORDS = [...DAY_WORDS, "PLUS", "IN", "MINUS"] as const;

/** What a todo can lie in: a moment, or so many days from today on or up to today. */
export function span(reader: Reader): Moment {
  const sign = reader.take("PLUS", "IN", "MINUS");
  if (sign) {
    const found = count(reader, sign.type === "MINUS");
    return sign.type === "MINUS" ? { is: "lasting", count: found } : { is: "shifted", count: found };
  }
  return base(reader, "lasting");
}

/** What a todo can lie before or behind. */
export function moment(reader: Reader): Moment {
  const sign = reader.take("PLUS", "IN", "MINUS");
  if (sign) return { is: "shifted", count: count(reader, sign.type === "MINUS") };
  return base(reader, "shifted");
}

/** `bare` is what a count is that nothing else stands beside. */
function base(reader: Reader, bare: "lasting" | "shifted"): Moment {
  const token = reader.need(DATE, ...DAY_WORDS);
  if (token.type === "TIME") return { is: "at", origin: undefined, minute: minuteOf(reader, token) };
  if (token.type === "NUMBER") {
    const unit = reader.take("DAYS", "HOURS");
    if (unit) return counted(reader, token, unit, bare);
  }
  const isSpan = (token.type === "NEXT" || token.type === "LAST") && bare === "lasting";
  if (isSpan && reader.peek("NUMBER")) {
    return { is: "lasting", count: count(reader, token.type === "LAST") };
  }
  return timed(reader, day(reader, token));
}

function counted(reader: Reader, number: Token, unit: Token, bare: "lasting" | "shifted"): Moment {
  if (reader.take("AGO")) return { is: "shifted", count: countOf(reader, number, unit, true) };
  if (unit.type === "DAYS" && reader.take("AFTER")) {
    const origin = day(reader, reader.need(DATE, ...DAY_WORDS.filter((it) => it !== "TIME")));
    return { is: "shifted", count: countOf(reader, number, unit), origin };
  }
  return { is: bare, count: countOf(reader, number, unit) };
}

/** With a time of day behind it, perhaps. */
function timed(reader: Reader, origin: Moment): Moment {
  const time = reader.take("AT") ? reader.need("a time such as 14:00 or 2pm", "TIME") : reader.take("TIME");
  return time ? { is: "at", origin, minute: minuteOf(reader, time) } : origin;
}

function day(reader: Reader, token: Token): Moment {
  switch (token.type) {
    case "TODAY":
    case "TOMORROW":
    case "YESTERDAY":
      return shiftedDays({ TODAY: 0, TOMORROW: 1, YESTERDAY: -1 }[token.type]);
    case "WEEKDAY":
      return { is: "weekday", weekday: WEEKDAYS.indexOf(token.text.slice(0, 3).toLowerCase()) + 1 };
    case "ISO_DATE": {
      const [year = 0, month = 0, number = 0] = token.text.split("-").map(Number);
      return { is: "day", day: real(reader, token, year, month, number) };
    }
    case "FIRST": {
      const unit = reader.need(UNIT, "DAYS");
      if (unit.text.toLowerCase() !== "day")
        reader.doubt(unit.at, "expected day: the first day is that of the next month");
      return { is: "shifted", count: { number: 0, unit: "day" }, origin: { is: "period", unit: "month", which: 1 } };
    }
    case "MONTH":
      return calendar(reader, token, reader.need(NUMBER, "ORDINAL", "NUMBER"));
    case "NUMBER":
    case "ORDINAL":
      return calendar(reader, reader.need("a month such as jan", "MONTH"), token);
    default:
      return { is: "period", unit: unitOf(reader.need(UNIT, "DAYS")), which: WHICH[token.type] ?? 0 };
  }
}

/** A year may stand behind it; a time of day is no year. */
function calendar(reader: Reader, name: Token, number: Token): Moment {
  const month = MONTHS.indexOf(name.text.slice(0, 3).toLowerCase()) + 1;
  const day = Number(number.text.replace(/\D/g, "").slice(0, 5));
  const year = reader.peek("TIME") ? undefined : reader.take("NUMBER");
  if (year) {
    if (year.text.length !== 4) reader.doubt(year.at, "expected a year of four digits");
    return { is: "day", day: real(reader, number, Number(year.text), month, day) };
  }
  if (day < 1 || day > (LENGTHS[month - 1] ?? 0)) reader.doubt(number.at, "expected a day that there is");
  return { is: "day_of_year", month, day };
}

function real(reader: Reader, token: Token, year: number, month: number, day: number): number {
  const found = dayOf(year, month, day);
  if (found === undefined) reader.doubt(token.at, "expected a day that there is");
  return found ?? 0;
}

function count(reader: Reader, isNegative: boolean): Count {
  const number = reader.need(NUMBER, "NUMBER");
  return countOf(reader, number, reader.need(`${UNIT} or hours or minutes`, "DAYS", "HOURS"), isNegative);
}

function countOf(reader: Reader, number: Token, unit: Token, isNegative = false): Count {
  if (number.text.length > 4) reader.doubt(number.at, "expected a number up to 9999");
  return { number: isNegative ? -Number(number.text) : Number(number.text), unit: unitOf(unit) };
}

function unitOf(token: Token): Unit {
  return UNITS.find(([begin]) => token.text.toLowerCase().startsWith(begin))?.[1] ?? "day";
}

/** `14:00`, `2pm` or `2:30 pm`; 12am is midnight. */
function minuteOf(reader: Reader, token: Token): number {
  const found = /^([0-9]+)(?::([0-9]+))?\s*([ap])?/i.exec(token.text);
  const [hours, minutes, half] = [Number(found?.[1]), Number(found?.[2] ?? 0), found?.[3]?.toLowerCase()];
  if ((half && (hours < 1 || hours > 12)) || hours > 23 || minutes > 59) {
    reader.doubt(token.at, "expected a time such as 14:00 or 2pm");
  }
  return (half ? (hours % 12) + (half === "p" ? 12 : 0) : hours) * 60 + minutes;
}

function shiftedDays(number: number): Moment {
  return { is: "shifted", count: { number, unit: "day" } };
}
