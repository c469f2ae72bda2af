import type { Args, Fields, Name, New, Patch } from "./mutation";
import { atEnd } from "./position";
import * as repeating from "./repeating";
import type { Account, Id, Instant, Kind, Kinds, Noun, Todo } from "./row";
import { dayIn } from "./zone";

/**
 * Everything that can be done, as it shows until the server has done it. A mutator has the name that the server knows,
 * changes rows by `draft.put` and nothing else, and does nothing where there is nothing to do it to.
 */

/** Rows that may be changed. */
export interface Draft {
  find<K extends Kind>(kind: K, id: Id): Kinds[K] | undefined;
  all<K extends Kind>(kind: K): Iterable<Kinds[K]>;
  put<K extends Kind>(kind: K, row: Kinds[K]): void;
}

type Mutator<N extends Name> = (draft: Draft, args: Args[N], at: Instant) => void;

const KEPT = { seq: 0, deleted_at: null, foreign_properties: {} };
const USUAL: { [N in Noun]: Omit<Fields[N], "title" | "name" | "query" | "list" | "position" | "foreign_properties"> } =
  {
    todo: {
      notes: "",
      section: null,
      parent: null,
      tags: [],
      status: "open",
      priority: 0,
      start: null,
      start_zone: null,
      due: null,
      due_zone: null,
      deadline: null,
      duration_minutes: null,
      recurrence: null,
      repeat_from: "due",
      exceptions: [],
      reminders: [],
    },
    list: { parent: null, color: null, view: "list" },
    section: {},
    tag: { color: null },
    filter: { color: null },
  };

export const MUTATORS: { readonly [N in Name]: Mutator<N> } = {
  "todo.create": createTodo,
  "todo.patch": patchTodo,
  "todo.delete": (draft, { id }, at) => {
    trash(draft, "todo", id, at);
  },
  "todo.restore": (draft, { id }) => {
    restore(draft, "todo", id);
  },
  "todo.complete": (draft, { id, occurrence }, at) => {
    step(draft, id, (todo) => repeating.completed(todo, occurrence ?? null, at, today(draft, todo, at)));
  },
  "todo.skip": (draft, { id, occurrence }, at) => {
    step(draft, id, (todo) => repeating.skipped(todo, occurrence ?? null, at, today(draft, todo, at)));
  },
  "todo.postpone": (draft, args, at) => {
    change(draft, args.id, (todo) => repeating.postponed(todo, args, today(draft, todo, at)));
  },
  "todo.reopen": (draft, { id }) => {
    change(draft, id, () => ({ status: "open", completed_at: null }));
  },
  "todo.tag": (draft, { id, add = [], remove = [] }) => {
    change(draft, id, ({ tags }) => ({
      tags: [...tags.filter((tag) => !remove.includes(tag)), ...add.filter((tag) => !tags.includes(tag))],
    }));
  },
  ...nounMutators("list"),
  ...nounMutators("section"),
  ...nounMutators("tag"),
  ...nounMutators("filter"),
  "account.patch": (draft, args, at) => {
    for (const account of draft.all("account")) {
      const chosen = { zone_is_chosen: account.zone_is_chosen || args.zone !== undefined };
      draft.put("account", { ...account, ...defined(args), ...chosen, updated_at: at } satisfies Account);
    }
  },
  // What it takes back stands beside it in its entry, and is shown by the reduce.
  undo: () => undefined,
};

function nounMutators<N extends "list" | "section" | "tag" | "filter">(noun: N) {
  const mutators = {
    [`${noun}.create`]: (draft: Draft, args: New<N>, at: Instant) => {
      create(draft, noun, args, at);
    },
    [`${noun}.patch`]: (draft: Draft, { id, ...changes }: Patch<N>, at: Instant) => {
      const row = draft.find(noun, id);
      if (!row) return;
      draft.put(noun, { ...row, ...defined(changes), updated_at: at });
      if (noun === "section" && "list" in changes) takeAlong(draft, id, changes.list as Id, at);
    },
    [`${noun}.delete`]: (draft: Draft, { id }: { id: Id }, at: Instant) => {
      trash(draft, noun, id, at);
    },
    [`${noun}.restore`]: (draft: Draft, { id }: { id: Id }) => {
      restore(draft, noun, id);
    },
  };
  return mutators as unknown as { [K in Extract<Name, `${N}.${string}`>]: Mutator<K> };
}

function create<N extends Noun>(draft: Draft, noun: N, args: New<N>, at: Instant): void {
  if (draft.find(noun, args.id)) return;
  const made = { ...KEPT, ...USUAL[noun], position: atEnd(Date.parse(at)), created_at: at, updated_at: at };
  draft.put(noun, { ...made, ...defined(args) } as unknown as Kinds[N]);
}

function createTodo(draft: Draft, args: New<"todo">, at: Instant): void {
  if (draft.find("todo", args.id)) return;
  const { id, ...fields } = args;
  const isOver = fields.status !== undefined && fields.status !== "open";
  create(draft, "todo", { list: null, ...args }, at);
  change(draft, id, (todo) => ({
    ...{ series_start: null, occurrence: null, steps: 0, completed_at: isOver ? at : null },
    ...placed(draft, todo, fields),
    ...repeating.along({ ...todo, recurrence: null, series_start: null }, fields, () => today(draft, todo, at)),
  }));
}

function patchTodo(draft: Draft, { id, ...named }: Patch<"todo">, at: Instant): void {
  const before = draft.find("todo", id);
  if (!before) return;
  const changes = defined(named);
  const place = placed(draft, before, changes);
  const after = {
    ...before,
    ...changes,
    ...place,
    ...zones(before, changes),
    ...repeating.along(before, changes, () => today(draft, before, at)),
    ...(changes.status && { completed_at: changes.status === "open" ? null : (before.completed_at ?? at) }),
    updated_at: at,
  };
  draft.put("todo", after);
  if (before.list !== after.list || before.section !== after.section) {
    for (const below of subtasks(draft, id)) draft.put("todo", { ...below, list: after.list, section: after.section });
  }
}

type Place = Pick<Todo, "list" | "section" | "parent">;

/** Where it is after the change. What is not named stays, if it can: a parent or a section of another list cannot. */
function placed(draft: Draft, todo: Todo, changes: Partial<Place>): Partial<Place> {
  const { list, section, parent } = changes;
  if (parent) {
    const above = draft.find("todo", parent);
    return above ? { parent, list: above.list, section: above.section } : { parent };
  }
  if (section && section !== todo.section) {
    return { section, list: draft.find("section", section)?.list ?? list ?? todo.list, parent: null };
  }
  if (list !== undefined && list !== todo.list) return { list, section: section ?? null, parent: null };
  if (section === null && todo.section !== null) return { section, parent: null };
  return parent === null ? { parent } : {};
}

/** A date alone drops its zone. */
function zones(before: Todo, changes: Partial<Todo>): Partial<Todo> {
  const { due = before.due, start = before.start } = changes;
  return {
    ...(changes.due !== undefined && !due?.includes("T") && { due_zone: null }),
    ...(changes.start !== undefined && !start?.includes("T") && { start_zone: null }),
  };
}

function change(draft: Draft, id: Id, by: (todo: Todo) => Partial<Todo>): void {
  const todo = draft.find("todo", id);
  if (todo) draft.put("todo", { ...todo, ...by(todo) });
}

/** Where the todo has moved on to its next occurrence, its subtasks are to be done again. */
function step(draft: Draft, id: Id, by: (todo: Todo) => Partial<Todo>): void {
  const before = draft.find("todo", id);
  change(draft, id, by);
  if (!before?.recurrence || draft.find("todo", id)?.occurrence === before.occurrence) return;
  for (const below of subtasks(draft, id)) {
    if (below.status !== "open") draft.put("todo", { ...below, status: "open", completed_at: null });
  }
}

function takeAlong(draft: Draft, section: Id, list: Id, at: Instant): void {
  for (const todo of draft.all("todo")) {
    if (todo.section === section) draft.put("todo", { ...todo, list, updated_at: at });
  }
}

/** With everything that is in it, whose rows bear the same instant. */
function trash(draft: Draft, noun: Noun, id: Id, at: Instant): void {
  const row = draft.find(noun, id);
  if (!row || row.deleted_at) return;
  draft.put(noun, { ...row, deleted_at: at });
  for (const [kind, below] of inside(draft, noun, id)) {
    if (!below.deleted_at) draft.put(kind, { ...below, deleted_at: at });
  }
}

function restore(draft: Draft, noun: Noun, id: Id): void {
  const row = draft.find(noun, id);
  if (!row?.deleted_at) return;
  draft.put(noun, { ...row, deleted_at: null });
  for (const [kind, below] of inside(draft, noun, id)) {
    if (below.deleted_at === row.deleted_at) draft.put(kind, { ...below, deleted_at: null });
  }
}

function inside(draft: Draft, noun: Noun, id: Id): [Noun, Kinds[Noun]][] {
  switch (noun) {
    case "todo":
      return subtasks(draft, id).map((todo) => ["todo", todo]);
    case "section":
      return filtered(draft, "todo", (todo) => todo.section === id);
    case "list": {
      const lists = below([...draft.all("list")], id);
      const ids = new Set([id, ...lists.map((list) => list.id)]);
      return [
        ...lists.map((list): [Noun, Kinds[Noun]] => ["list", list]),
        ...filtered(draft, "section", (section) => ids.has(section.list)),
        ...filtered(draft, "todo", (todo) => todo.list !== null && ids.has(todo.list)),
      ];
    }
    case "tag":
    case "filter":
      return [];
  }
}

function filtered<N extends Noun>(draft: Draft, noun: N, holds: (row: Kinds[N]) => boolean): [Noun, Kinds[Noun]][] {
  return [...draft.all(noun)].filter(holds).map((row) => [noun, row]);
}

function subtasks(draft: Draft, id: Id): Todo[] {
  const inner = [...draft.all("todo")].filter((todo) => todo.parent !== null);
  return inner.length > 0 ? below(inner, id) : [];
}

/** Everything that is in it, or in that, and so on. */
function below<R extends { id: Id; parent: Id | null }>(rows: R[], id: Id): R[] {
  const byParent = new Map<Id | null, R[]>();
  for (const row of rows) byParent.set(row.parent, [...(byParent.get(row.parent) ?? []), row]);
  const found: R[] = [];
  const seen = new Set([id]);
  for (let next = byParent.get(id) ?? []; next.length > 0;) {
    const fresh = next.filter((row) => !seen.has(row.id));
    for (const row of fresh) seen.add(row.id);
    found.push(...fresh);
    next = fresh.flatMap((row) => byParent.get(row.id) ?? []);
  }
  return found;
}

/** The day on which the person acts, where the todo is due or else where they are. */
function today(draft: Draft, todo: Todo, at: Instant): number {
  const [account] = draft.all("account");
  return dayIn(Date.parse(at), todo.due_zone ?? account?.zone ?? "UTC");
}

/** Without what is not named. */
function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
