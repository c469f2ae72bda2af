import type { Color } from "../../model/row";

/** Of lists, tags and filters: each is a pair that look.css has, for the day and for the night. */
export const COLORS: readonly Color[] = [
  ...(["red", "orange", "yellow", "green", "teal"] as const),
  ...(["blue", "indigo", "purple", "pink", "grey"] as const),
];
