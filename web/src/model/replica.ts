import type { Change, Entry, Mutation } from "./mutation";
import { type Draft, MUTATORS } from "./mutators";
import { type Id, type Kind, type Kinds, KINDS, type Noun } from "./row";
import { emptyTables, type Kept, type Tables } from "./table";

/** What has come of a request: rows as they are now, those that have left for good, and what was answered. */
export interface Taken {
  /** Forget every row first. */
  readonly reset: boolean;
  readonly changes: { readonly [K in Kind]?: readonly Kinds[K][] };
  readonly gone: readonly { readonly kind: Noun; readonly id: Id }[];
  /** The ids of mutations that leave the outbox. */
  readonly answered: readonly Id[];
}

type Key = `${Kind} ${Id}`;

/**
 * A person's data on this device: what is shown is the rows that the server has confirmed plus the outbox, by one
 * reduce. Nothing is ever shown that is not one of the two.
 */
export class Replica {
  readonly shown: Tables = emptyTables();
  readonly #shown: Kept = this.shown;
  readonly #synced: Kept = emptyTables();
  readonly #outbox = new Map<Id, Entry>();
  /** The rows in which the two differ, or may. */
  readonly #touched = new Set<Key>();
  #last: Id = "";

  get outbox(): IterableIterator<Entry> {
    return this.#outbox.values();
  }

  get waiting(): number {
    return this.#outbox.size;
  }

  has(mutation: Id): boolean {
    return this.#outbox.has(mutation);
  }

  /** The rows that the server has confirmed, to be stored. */
  synced<K extends Kind>(kind: K): IterableIterator<Kinds[K]> {
    return this.#synced[kind].values();
  }

  /** Shows the mutation, and says what it has changed. */
  act(entry: Entry): Change[] {
    const { id } = entry.mutation;
    const isLast = id > this.#last;
    this.#outbox.set(id, entry);
    this.#last = isLast ? id : this.#last;
    if (isLast) return this.#apply(entry);
    this.#inOrder();
    this.#rebase([]);
    return [];
  }

  /** Takes up what the server has said; what still waits is shown on top of it. */
  take({ reset, changes, gone, answered }: Taken): void {
    const keys: Key[] = [];
    if (reset) for (const kind of KINDS) this.#synced[kind].clear();
    for (const kind of KINDS) {
      for (const row of changes[kind] ?? []) {
        this.#synced[kind].set(row as never);
        keys.push(`${kind} ${row.id}`);
      }
    }
    for (const { kind, id } of gone) {
      this.#synced[kind].delete(id);
      keys.push(`${kind} ${id}`);
    }
    for (const id of answered) this.#outbox.delete(id);
    if (reset) this.#startOver();
    else this.#rebase(keys);
  }

  /** These rows, and these that wait. */
  load(rows: { readonly [K in Kind]?: readonly Kinds[K][] }, outbox: readonly Entry[]): void {
    this.#outbox.clear();
    for (const entry of outbox) this.#outbox.set(entry.mutation.id, entry);
    this.#inOrder();
    this.take({ reset: true, changes: rows, gone: [], answered: [] });
  }

  /** Ids sort by when they were made. */
  #inOrder(): void {
    const entries = [...this.#outbox].sort(([one], [other]) => (one < other ? -1 : 1));
    this.#outbox.clear();
    for (const [id, entry] of entries) this.#outbox.set(id, entry);
    this.#last = entries.at(-1)?.[0] ?? this.#last;
  }

  #startOver(): void {
    for (const kind of KINDS) {
      this.#shown[kind].clear();
      for (const row of this.#synced[kind].values()) this.#shown[kind].set(row as never);
    }
    this.#touched.clear();
    for (const entry of this.#outbox.values()) this.#apply(entry);
  }

  #rebase(changed: readonly Key[]): void {
    const keys = new Set<Key>([...this.#touched, ...changed]);
    for (const key of keys) {
      const [kind, id] = key.split(" ") as [Kind, Id];
      const row = this.#synced[kind].get(id);
      if (row) this.#shown[kind].set(row as never);
      else this.#shown[kind].delete(id);
    }
    this.#touched.clear();
    for (const entry of this.#outbox.values()) this.#apply(entry);
  }

  #apply({ mutation, undoes }: Entry): Change[] {
    const changes: Change[] = [];
    const draft: Draft = {
      find: (kind, id) => this.#shown[kind].get(id),
      all: (kind) => this.#shown[kind].values(),
      put: (kind, row) => {
        changes.push(changeOf(kind, this.#shown[kind].get(row.id), row));
        this.#shown[kind].set(row);
        this.#touched.add(`${kind} ${row.id}`);
      },
    };
    reduce(draft, mutation);
    for (const change of [...(undoes ?? [])].reverse()) takeBack(draft, change, mutation.at);
    return changes;
  }
}

/** The one way in which a mutation becomes rows. */
function reduce(draft: Draft, { name, args, at }: Mutation): void {
  (MUTATORS[name] as (draft: Draft, args: unknown, at: string) => void)(draft, args, at);
}

/** What was made goes to the trash; of all else the fields are again what they were. */
function takeBack(draft: Draft, { kind, id, before }: Change, at: string): void {
  const row = draft.find(kind, id);
  if (row) draft.put(kind, { ...row, ...(before ?? { deleted_at: at }) });
}

function changeOf(kind: Kind, before: object | undefined, after: object): Change {
  const { id } = after as { id: Id };
  if (!before) return { kind, id, before: null, after: { deleted_at: null } };
  const fields = Object.entries(after).filter(([name, value]) => (before as Record<string, unknown>)[name] !== value);
  const names = fields.map(([name]) => name).filter((name) => name !== "updated_at");
  const of = (row: object) => Object.fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name]]));
  return { kind, id, before: of(before), after: of(after) };
}
