import type { Id, List } from "./row";

/** Lists as they stand in the sidebar: each with those inside it below it. */

export interface Branch {
  readonly list: List;
  readonly depth: number;
}

export function branches(lists: readonly List[]): Branch[] {
  const known = new Set(lists.map(({ id }) => id));
  const within = (parent: Id | null, depth: number): Branch[] =>
    lists
      .filter((list) => (list.parent !== null && known.has(list.parent) ? list.parent : null) === parent)
      .flatMap((list) => [{ list, depth }, ...within(list.id, depth + 1)]);
  return within(null, 0);
}

export interface Shown extends Branch {
  /** What is inside it, at whatever depth. */
  readonly inside: readonly Id[];
}

/** Those that are to be seen where some are folded. */
export function shown(all: readonly Branch[], isFolded: (id: Id) => boolean): Shown[] {
  const found: Shown[] = [];
  let deepest = Infinity;
  for (const [index, { list, depth }] of all.entries()) {
    if (depth > deepest) continue;
    const next = all.slice(index + 1).findIndex((it) => it.depth <= depth);
    const end = next === -1 ? all.length : index + 1 + next;
    const inside = all.slice(index + 1, end).map((it) => it.list.id);
    deepest = inside.length > 0 && isFolded(list.id) ? depth : Infinity;
    found.push({ list, depth, inside });
  }
  return found;
}
