import { remembered, type Who } from "../storage/who";
import { network } from "../sync/network";

/**
 * Who is signed in, as the server says. Where this browser knows of nobody it is asked at once, while the rest of the
 * program is still on its way: this is a file of its own, which the page begins with.
 */
export interface Said {
  readonly ways: Ways | null;
  /** Of the answer: 401 where nobody is, 0 where none came. */
  readonly status: number;
  readonly who: Who | undefined;
  /** What the server's clock shows, less the time of the page, in milliseconds. */
  readonly clock?: number;
}

interface Ways {
  readonly sign_up: boolean;
  readonly has_session: boolean;
}

let early = remembered() ? undefined : ask();

export function asked(): Promise<Said> {
  const said = early ?? ask();
  early = undefined;
  return said;
}

/** Without a session there is no need to ask who it is, and to be refused. */
async function ask(): Promise<Said> {
  const ways = (await network.read("/auth/ways", AbortSignal.timeout(15_000))).body as Ways | null;
  if (ways?.has_session === false) return { ways, status: 401, who: undefined };
  const { status, body, date } = await network.read("/me", AbortSignal.timeout(15_000));
  const who = status === 200 && body ? (body as Who) : undefined;
  return { ways, status, who, ...(date !== undefined && { clock: date - performance.now() }) };
}
