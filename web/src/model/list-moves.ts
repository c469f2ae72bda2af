import type { Branch } from "./list-tree";
import { putBehind } from "./ordering";
import type { Id, List } from "./row";

/** Where a list comes to stand among the others when it is moved. */

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
