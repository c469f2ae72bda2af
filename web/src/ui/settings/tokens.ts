import type { Id, Instant } from "../../model/row";

/** As `GET /token` has it; `token` only in the answer that makes it. */
export interface Token {
  readonly id: Id;
  readonly name: string;
  readonly scopes: readonly ("read" | "write")[];
  readonly list: Id | null;
  readonly expires_at: Instant | null;
  readonly used_at: Instant | null;
  readonly token?: string;
}

/** As `GET /session` has it. */
export interface Session {
  readonly id: Id;
  readonly client: string;
  readonly created_at: Instant;
  readonly seen_at: Instant;
  readonly is_current: boolean;
}

/** Where the password is asked for once more, and back to the part of the settings. */
export function freshly(part: string): string {
  return `/auth/login?prompt=login&next=/app/settings/${part}`;
}
