import type { Id } from "../model/row";

/** Whose data this browser holds, known before anything is asked of anybody. */
export interface Who {
  readonly id: Id;
  readonly email: string | null;
}

const KEY = "todo.who";

export function remembered(): Who | undefined {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as Who);
  } catch {
    return undefined;
  }
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
