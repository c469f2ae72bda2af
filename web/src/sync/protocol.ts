import type { Mutation } from "../model/mutation";
import type { Id, Instant, Kind, Kinds, Noun } from "../model/row";

/** `POST /sync`, as docs/sync.md has it. */

export interface Request {
  /** Whose rows these are: somebody else's session is refused. */
  readonly account: Id;
  readonly client: Id;
  readonly clock: Instant;
  readonly cursor: string | null;
  readonly limit: number;
  readonly mutations: readonly Mutation[];
}

export interface Problem {
  readonly code: string;
  readonly detail: string;
}

export type Answer =
  | { readonly id: Id; readonly status: "applied" }
  | {
      readonly id: Id;
      readonly status: "refused";
      readonly problem: Problem;
      readonly row: Readonly<Record<string, unknown>> | null;
    };

export interface Response {
  readonly cursor: string | null;
  readonly more: boolean;
  readonly reset: boolean;
  readonly time: Instant;
  readonly answers: readonly Answer[];
  readonly changes: { readonly [K in Kind]?: readonly Kinds[K][] };
  readonly gone: readonly { readonly kind: Noun; readonly id: Id; readonly seq: number }[];
}

/** What came of a request, whatever became of it. `status` is 0 where no answer came. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** Milliseconds that the server asks to be left alone. */
  readonly retryAfter: number | undefined;
  /** What the server's clock showed, to about a second. */
  readonly date?: number;
}
