import type { Account, Filter, Id, Instant, Kept, List, LocalText, Noun, Section, Tag, Todo } from "./row";

/** What can be said of a todo. */
export type TodoFields = Omit<Todo, keyof Kept | "completed_at" | "series_start" | "occurrence" | "steps"> &
  Pick<Kept, "position" | "foreign_properties">;
type ListFields = Omit<List, keyof Kept> & Pick<Kept, "position" | "foreign_properties">;
type SectionFields = Omit<Section, keyof Kept> & Pick<Kept, "position" | "foreign_properties">;
type TagFields = Omit<Tag, keyof Kept> & Pick<Kept, "position" | "foreign_properties">;
type FilterFields = Omit<Filter, keyof Kept> & Pick<Kept, "position" | "foreign_properties">;

/** What each noun's `create` and `patch` may name. */
export interface Fields {
  todo: TodoFields;
  list: ListFields;
  section: SectionFields;
  tag: TagFields;
  filter: FilterFields;
}

interface Required {
  todo: "title";
  list: "name";
  section: "name" | "list";
  tag: "name";
  filter: "name" | "query";
}

export interface Named {
  readonly id: Id;
}

export type New<N extends Noun> = Named & Partial<Fields[N]> & Pick<Fields[N], Required[N] & keyof Fields[N]>;
export type Patch<N extends Noun> = Named & Partial<Fields[N]>;

/** Of a todo that repeats, which occurrence is meant: of another one nothing is done. */
interface Occurring extends Named {
  readonly occurrence?: string | null;
}

/** Everything that can be done, by the server's name for it, with what it takes: docs/sync.md. */
export type Args = {
  [N in Noun as `${N}.create`]: New<N>;
} & {
  [N in Noun as `${N}.patch`]: Patch<N>;
} & {
  [N in Noun as `${N}.delete` | `${N}.restore`]: Named;
} & {
  "todo.complete": Occurring;
  "todo.skip": Occurring;
  "todo.postpone": Occurring & ({ readonly to: LocalText } | { readonly days: number });
  "todo.reopen": Named;
  "todo.tag": Named & { readonly add?: readonly Id[]; readonly remove?: readonly Id[] };
  "account.patch": Partial<Pick<Account, "name" | "zone" | "week_start" | "language" | "theme">>;
  undo: { readonly mutation: Id };
};

export type Name = keyof Args;

/** What is asked for, before it has an id: `{ name: "todo.complete", args: { id } }`. */
export type Wish = { [N in Name]: { readonly name: N; readonly args: Args[N] } }[Name];

/** One named change, as it is sent. Sent twice it is applied once. */
export type Mutation = Wish & {
  readonly id: Id;
  /** When the person acted, by the server's clock as far as the device knows it. */
  readonly at: Instant;
};

/** What of a row a mutation has changed; `before` is null where there was none. */
export interface Change {
  readonly kind: Noun | "account";
  readonly id: Id;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

/** A mutation that the server has not confirmed. */
export interface Entry {
  readonly mutation: Mutation;
  /** Of `undo`: what the mutation that it takes back had changed, to be shown until the server has done it. */
  readonly undoes?: readonly Change[];
  /** Its `at` is by the clock of the device, which was not yet compared with the server's. */
  readonly isByDevice?: true;
}
