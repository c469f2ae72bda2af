import { putBehind } from "./ordering";
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

/** Behind how many of all the others it stands, if it stands behind `at` of those that are shown. */
export function placeAmongAll(all: readonly Branch[], seen: readonly Branch[], list: List, at: number): number {
  const isOther = (it: Branch) => it.list.id !== list.id;
  const next = seen.filter(isOther)[at];
  const others = all.filter(isOther);
  return next ? others.findIndex((it) => it.list.id === next.list.id) : others.length;
}

/** What a list is to be given to stand behind `at` of the other branches; undefined if it stands there already. */
export function replaced(
  all: readonly Branch[],
  list: List,
  at: number,
): { parent?: Id | null; position?: string } | undefined {
  const others = all.filter((it) => it.list.id !== list.id);
  const parent = parentAt(all, list, others[at - 1], others[at]);
  if (isInside(all, parent, list.id)) return undefined;
  const siblings = (some: readonly Branch[]) => some.filter((it) => parentOf(all, it) === parent).map((it) => it.list);
  const [moved] = putBehind([list], siblings(others), siblings(others.slice(0, at)).length);
  const isThere = list.parent === parent;
  if (isThere && !moved) return undefined;
  return { ...(!isThere && { parent }), ...(moved && { position: moved[1] }) };
}

/** Behind how many others it stands when it goes one place up or down among those that are in the same list. */
export function stepped(all: readonly Branch[], list: List, by: 1 | -1): number | undefined {
  const others = all.filter((it) => it.list.id !== list.id);
  const parent = parentOf(all, { list, depth: 0 });
  const siblings = all.filter((it) => parentOf(all, it) === parent);
  const next = siblings[siblings.findIndex((it) => it.list.id === list.id) + by];
  if (!next) return undefined;
  const at = others.indexOf(next);
  if (by === -1) return at;
  const behind = others.slice(at + 1).findIndex(({ depth }) => depth <= next.depth);
  return behind === -1 ? others.length : at + 1 + behind;
}

/** Ahead of a list that is inside another it goes inside too; behind the last one there only if it was there. */
function parentAt(all: readonly Branch[], list: List, before?: Branch, after?: Branch): Id | null {
  if (after && after.depth > 0) return parentOf(all, after);
  return before && list.parent !== null && isInside(all, parentOf(all, before), list.parent) ? list.parent : null;
}

function parentOf(all: readonly Branch[], { list }: Branch): Id | null {
  return all.some((it) => it.list.id === list.parent) ? list.parent : null;
}

function isInside(all: readonly Branch[], id: Id | null, of: Id): boolean {
  for (let at = id; at !== null; at = all.find(({ list }) => list.id === at)?.list.parent ?? null) {
    if (at === of) return true;
  }
  return false;
}
