import { isLive } from "./queries";
import type { Id, Todo } from "./row";
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
  readonly texts: ReadonlyMap<Id, Text>;
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
    const isInTitle = words.every((word) => title.includes(word));
    if (!isInTitle && !(notes && words.every((word) => title.includes(word) || notes.includes(word)))) continue;
    ranks[todo.status === "open" ? (isInTitle ? 0 : 1) : isInTitle ? 2 : 3].push(todo);
    if (ranks[0].length === most) break;
  }
  return ranks.flat().slice(0, most);
}

/** As their todos stand. */
function textsOf(todos: Todos): Iterable<Text> {
  const { version } = todos;
  const before = kept.get(todos);
  if (before?.version === version) return before.texts.values();
  const text = (todo: Todo): Text => {
    const known = before?.texts.get(todo.id);
    return known?.todo === todo ? known : { todo, title: folded(todo.title), notes: folded(todo.notes) };
  };
  const texts = new Map(todos.inOrder().map((todo) => [todo.id, text(todo)]));
  kept.set(todos, { version, texts });
  return texts.values();
}

function folded(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
