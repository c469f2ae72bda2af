import type { Id } from "../row";
import type { Tables } from "../table";
import type { Named } from "./tree";

/** What stands for the Inbox, which has no id of its own. */
export const INBOX: Id = "";

interface Called {
  readonly id: Id;
  readonly name: string;
}

/** The names that there are; what is in the trash has none. */
export interface Names {
  readonly lists: readonly (Called & { readonly parent: Id | null })[];
  readonly sections: readonly Called[];
  readonly tags: readonly Called[];
}

export function namesOf(rows: Tables): Names {
  const live = <R extends { deleted_at: string | null }>(all: readonly R[]) =>
    all.filter((row) => row.deleted_at === null);
  return {
    lists: [{ id: INBOX, name: "Inbox", parent: null }, ...live(rows.list.inOrder())],
    sections: live(rows.section.inOrder()),
    tags: live(rows.tag.inOrder()),
  };
}

/** The ids of what is called so, of none, one or several: names of lists and sections may come twice. */
export function idsOf(kind: Named, parts: readonly string[], names: Names): ReadonlySet<Id> {
  const among = kind === "tag" ? names.tags : kind === "section" ? names.sections : names.lists;
  const found = new Set(among.filter(({ name }) => isCalled(name, parts)).map(({ id }) => id));
  return kind === "tree" ? withBelow(found, names) : found;
}

function withBelow(found: Set<Id>, { lists }: Names): Set<Id> {
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { id, parent } of lists) if (parent !== null && found.has(parent)) found.add(id);
  }
  return found;
}

/** Whether the name is made of the parts, in their order, with anything between two of them; each is sought once. */
export function isCalled(text: string, parts: readonly string[]): boolean {
  const name = text.toLowerCase();
  const first = parts[0] ?? "";
  if (parts.length === 1) return name === first;
  const last = parts.at(-1) ?? "";
  let at = first.length;
  const end = name.length - last.length;
  if (!name.startsWith(first) || !name.endsWith(last) || end < at) return false;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
