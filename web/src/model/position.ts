import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 9;

/**
 * A position behind all that were made earlier: the whole number of the fractional index is the time in microseconds,
 * as the server makes it, so that nothing is read and devices that are offline do not get in each other's way.
 * `number` tells apart what is made in the same millisecond, 0 to 999.
 */
export function atEnd(milliseconds: number, number = 0): string {
  let left = Math.max(0, Math.floor(milliseconds)) * 1000 + (number % 1000);
  let digits = "";
  for (let index = 0; index < LENGTH; index++) {
    digits = (DIGITS[left % 62] ?? "0") + digits;
    left = Math.floor(left / 62);
  }
  return `i${digits}`;
}

/** A position behind `before` and ahead of `after`; null is the beginning or the end. */
export function between(before: string | null, after: string | null): string {
  // Two devices may have given two rows one position; behind both is then as near as it can be.
  return generateKeyBetween(before, before !== null && after !== null && before >= after ? null : after);
}

export function several(before: string | null, after: string | null, count: number): string[] {
  return generateNKeysBetween(before, before !== null && after !== null && before >= after ? null : after, count);
}
