import type { Id } from "../model/row";
import { placeOf } from "./place";

/** Whose data this browser holds, known before anything is asked of anybody. */
export interface Who {
  readonly id: Id;
  readonly email: string | null;
}

const KEY = "todo.who";
const PLACE = placeOf("");

export function remembered(): Who | undefined {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as Who);
  } catch {
    return undefined;
  }
}

/** Whose rows are here, where all that was remembered of them is lost: if they are of one person. */
export async function found(): Promise<Who | undefined> {
  const databases = await (indexedDB as Partial<IDBFactory>).databases?.().catch(() => undefined);
  const ids = (databases ?? []).flatMap(({ name }) => (name?.startsWith(PLACE) ? [name.slice(PLACE.length)] : []));
  return ids[0] && ids.length === 1 ? { id: ids[0], email: null } : undefined;
}

/** Does nothing where the browser refuses to store: the server is asked again the next time. */
export function remember(who: Who | undefined): void {
  try {
    if (who) localStorage.setItem(KEY, JSON.stringify({ id: who.id, email: who.email }));
    else localStorage.removeItem(KEY);
  } catch {
    // Private windows of some browsers have no such place.
  }
}
