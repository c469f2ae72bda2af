import { type Said, say } from "../words/say";

/** Why a query cannot be read, in the person's language: the reader of queries speaks English, as the server does. */
const BEGINNINGS: readonly (readonly [string, Said])[] = [
  ["expected a filter", "query_needs_filter"],
  ["expected &, | or )", "query_needs_closing"],
  ["expected &, |, a comma", "query_needs_joint"],
  ["expected date, start", "query_needs_field"],
  ["expected a date", "query_needs_date"],
  ["expected a day that there is", "query_needs_real_day"],
  ["expected day: the first day", "query_needs_first_day"],
  ["expected a time", "query_needs_time"],
  ["expected a month", "query_needs_month"],
  ["expected a year", "query_needs_year"],
  ["expected a number", "query_needs_number"],
  ["expected days", "query_needs_unit"],
  ["expected a name", "query_needs_name"],
  ["expected the words", "query_needs_words"],
  ["expected the character", "query_needs_character"],
  ["expected before", "query_needs_colon"],
  ["expected :", "query_needs_colon"],
];

export function why(reason: string): string {
  const found = BEGINNINGS.find(([beginning]) => reason.startsWith(beginning));
  return found ? say(found[1], { and: "&", or: "|" }) : say("query_too_much");
}

/** Whether there is a sentence for it; what is too long, too deep or too much has one together. */
export function isKnown(reason: string): boolean {
  return !reason.startsWith("expected") || BEGINNINGS.some(([beginning]) => reason.startsWith(beginning));
}
