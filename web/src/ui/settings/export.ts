/** What an export holds, to be seen before it is taken in; docs/export.md has the format. */
export interface Export {
  readonly todos: number;
  readonly lists: number;
  readonly tags: number;
}

/** Undefined of a file that is something else: the server says what is wrong with one of ours. */
export function readExport(text: string): Export | undefined {
  try {
    const { format, todo, list, tag } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (format !== "aws-scalable-todo-app") return undefined;
    return { todos: count(todo), lists: count(list), tags: count(tag) };
  } catch {
    return undefined;
  }
}

function count(rows: unknown): number {
  return Array.isArray(rows) ? rows.length : 0;
}
