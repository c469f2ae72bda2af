/** What of the fields is another thing than in the row; undefined if nothing is. */
export function changed<T extends object>(row: T, fields: Partial<T>): Partial<T> | undefined {
  const found = Object.entries(fields).filter(([name, value]) => row[name as keyof T] !== value);
  return found.length > 0 ? (Object.fromEntries(found) as Partial<T>) : undefined;
}
