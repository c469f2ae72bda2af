import type { Wish } from "./mutation";
import { positionBehind } from "./nesting";
import type { Parsed } from "./quick/parse";
import type { Id, Section, Todo } from "./row";
import type { Tables } from "./table";

/** Where a todo is added if the line does not say: on a screen of a list, to that list. */
export interface Beginning {
  readonly list?: Id | null;
  readonly section?: Id | null;
  readonly parent?: Id | null;
  readonly tags?: readonly Id[];
  readonly due?: string | null;
  /** Right behind this todo, if it goes where that is. */
  readonly behind?: Id;
}

/** What is to be done for a line of quick add: the lists, sections and tags that it names and that are not there, and the todo. */
export function adding(rows: Tables, parsed: Parsed, beginning: Beginning, newId: () => Id): Wish[] {
  const { list: listName, section: sectionName, tags: names = [], ...fields } = parsed.fields as Named;
  const before: Wish[] = [];
  const list = listName === undefined ? (beginning.list ?? null) : listOf(rows, listName, newId, before);
  const section =
    sectionName === undefined
      ? listName === undefined
        ? (beginning.section ?? null)
        : null
      : sectionOf(rows, list, sectionName, newId, before);
  const home = section === null ? list : (rows.section.get(section)?.list ?? list);
  const tags = [...(beginning.tags ?? []), ...names.map((name) => tagOf(rows, name, newId, before))];
  const place = {
    ...(home !== null && { list: home }),
    ...(section !== null && { section }),
    ...(listName === undefined && beginning.parent != null && { parent: beginning.parent }),
  };
  const above = beginning.behind === undefined ? undefined : rows.todo.get(beginning.behind);
  const isBehind = above && listName === undefined && sectionName === undefined;
  const due = beginning.due != null && fields.due === undefined ? { due: beginning.due } : {};
  const args = {
    id: newId(),
    title: parsed.title,
    ...due,
    ...fields,
    ...place,
    ...(isBehind && { position: positionBehind(rows, above) }),
    ...(tags.length > 0 && { tags: unique(tags) }),
  };
  return [...before, { name: "todo.create", args }];
}

type Named = Partial<Omit<Todo, "list" | "section" | "tags">> & { list?: string; section?: string; tags?: string[] };

function listOf(rows: Tables, name: string, newId: () => Id, before: Wish[]): Id | null {
  if (isSame(name, "Inbox")) return null;
  const found = rows.list.inOrder().find((list) => list.deleted_at === null && isSame(list.name, name));
  if (found) return found.id;
  const id = newId();
  before.push({ name: "list.create", args: { id, name } });
  return id;
}

/** A section of the list, or of whichever list has one of this name. */
function sectionOf(rows: Tables, list: Id | null, name: string, newId: () => Id, before: Wish[]): Id | null {
  const isIt = (section: Section) => section.deleted_at === null && isSame(section.name, name);
  const sections = rows.section.inOrder().filter(isIt);
  const found = sections.find((section) => section.list === list) ?? (list === null ? sections[0] : undefined);
  if (found || list === null) return found?.id ?? null;
  const id = newId();
  before.push({ name: "section.create", args: { id, list, name } });
  return id;
}

function tagOf(rows: Tables, name: string, newId: () => Id, before: Wish[]): Id {
  const found = rows.tag.inOrder().find((tag) => tag.deleted_at === null && isSame(tag.name, name));
  if (found) return found.id;
  const id = newId();
  before.push({ name: "tag.create", args: { id, name } });
  return id;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
