import { isLive } from "./queries";
import type { Todo } from "./row";
import type { Tables } from "./table";
import type { Todos } from "./todos";

/** What is looked for in a todo, without its case and accents. */
interface Text {
  readonly todo: Todo;
  readonly title: string;
  readonly notes: string;
}

interface Kept {
  readonly version: number;
  readonly texts: readonly Text[];
}

/** Of each table: to fold thousands of texts takes longer than to look through them. */
const kept = new WeakMap<Todos, Kept>();

/** Titles and notes with all of the words, whatever their case and accents; titles first, open before done. */
export function search(rows: Tables, text: string, most = Number.POSITIVE_INFINITY): Todo[] {
  const words = folded(text).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return [];
  const ranks: [Todo[], Todo[], Todo[], Todo[]] = [[], [], [], []];
  for (const { todo, title, notes } of textsOf(rows.todo)) {
    if (!isLive(todo)) continue;
    const isInTitle = hasAll(words, title);
    if (!isInTitle && !(notes && hasAll(words, title, notes))) continue;
    ranks[todo.status === "open" ? (isInTitle ? 0 : 1) : isInTitle ? 2 : 3].push(todo);
    if (ranks[0].length === most) break;
  }
  const [first, ...others] = ranks;
  const found = first.concat(...others);
  return found.length > most ? found.slice(0, most) : found;
}

/** A loop, since it runs for every todo at each key: a function for each of them takes twice as long. */
function hasAll(words: readonly string[], title: string, notes = ""): boolean {
  for (const word of words) if (!title.includes(word) && !notes.includes(word)) return false;
  return true;
}

/** As their todos stand; those of rows that have not changed are the same as before. */
function textsOf(todos: Todos): readonly Text[] {
  const before = kept.get(todos);
  if (before?.version === todos.version) return before.texts;
  const known = new Map(before?.texts.map((text) => [text.todo, text]));
  const texts = todos.inOrder().map((todo) => known.get(todo) ?? textOf(todo));
  kept.set(todos, { version: todos.version, texts });
  return texts;
}

function textOf(todo: Todo): Text {
  return { todo, title: folded(todo.title), notes: folded(todo.notes) };
}

function folded(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
