/** Where in a column of rows something is put. */

export interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** How many of the rows stand before the pointer. */
export function indexAt(rows: readonly Span[], y: number): number {
  const after = rows.findIndex(({ top, bottom }) => y < (top + bottom) / 2);
  return after === -1 ? rows.length : after;
}

/** How high the line is that shows the gap: at the row before it, or at the edge of the box. */
export function gapAt(rows: readonly Span[], index: number, box: Span): number {
  return rows[index - 1]?.bottom ?? rows[0]?.top ?? box.bottom;
}
