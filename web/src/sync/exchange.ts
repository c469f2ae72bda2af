import type { Entry, Mutation } from "../model/mutation";
import type { Taken } from "../model/replica";
import type { Id } from "../model/row";
import type { Refused } from "../storage/refused";
import type { Network } from "./network";
import type { Problem, Reply, Request, Response } from "./protocol";
import { BATCH, type Event, type State } from "./state";

/** What an exchange needs of the device, and what it tells it. */
export interface Side {
  readonly account: Id;
  readonly client: Id;
  readonly cursor: string | null;
  readonly outbox: Iterable<Entry>;
  readonly waiting: number;
  now(): number;
  luck(): number;
  took(taken: Taken, cursor: string | null, refused: readonly Refused[], isLast: boolean): Promise<void>;
  /** The server's clock less that of the device, in milliseconds; null where they were not compared yet. */
  readonly offset: number | null;
  /** What the server's clock shows now, in milliseconds. */
  heardTime(time: number): void;
}

/** Rows that are asked for in one answer. */
const ROWS = 1000;
/** Of the mutations of one request, as text: the server's limit is larger. */
const MOST_CHARACTERS = 400_000;

/** One request and what its answer makes of us. */
export async function exchange(side: Side, network: Network, state: State, signal: AbortSignal): Promise<Event> {
  const batch = state.name === "sending" ? state.batch : BATCH;
  const mutations = batched(side, batch, MOST_CHARACTERS);
  const began = side.now();
  const request = requestOf(side, mutations, ROWS);
  const reply = await network.post("/sync", request, signal);
  // Whoever leads no more leaves it to the next one, who asks the same.
  if (signal.aborted) return { name: "said" };
  if (reply.status !== 200) return failed(reply, mutations.length, side.luck());
  // Something in between has answered in the server's place.
  if (!isResponse(reply.body)) return failed({ ...reply, status: 0 }, mutations.length, side.luck());
  const response = reply.body;
  side.heardTime(Date.parse(response.time) + (side.now() - began) / 2);
  return takenUp(side, mutations, response, state);
}

/** What a page sends with its last breath: browsers let it be 64 kB, and a character may be three bytes. */
export function lastWords(side: Side): Request | undefined {
  const mutations = batched(side, BATCH, 20_000);
  return mutations.length > 0 ? requestOf(side, mutations, 1) : undefined;
}

function requestOf(side: Side, mutations: readonly Mutation[], limit: number): Request {
  const { account, client, cursor } = side;
  return { account, client, clock: new Date(side.now()).toISOString(), cursor, limit, mutations };
}

function isResponse(body: unknown): body is Response {
  const { answers, gone, changes, time } = (body ?? {}) as Partial<Record<string, unknown>>;
  return Array.isArray(answers) && Array.isArray(gone) && typeof changes === "object" && typeof time === "string";
}

async function takenUp(side: Side, mutations: readonly Mutation[], response: Response, state: State): Promise<Event> {
  const { answers, changes, gone, reset, cursor, more } = response;
  const isOurFault = (id: Id) =>
    answers.some((it) => it.id === id && it.status === "refused" && isInternal(it.problem));
  const again = mutations.filter(({ id }) => isOurFault(id));
  // What failed at the server for no fault of ours is sent again, a few times.
  const isGivenUp = state.name === "sending" && state.tries >= MOST_TRIES;
  const kept = isGivenUp ? [] : again.map(({ id }) => id);
  const answered = answers.map(({ id }) => id).filter((id) => !kept.includes(id));
  await side.took({ reset, changes, gone, answered }, cursor, refusedOf(mutations, response, kept), !more);
  if (kept.length > 0) return { name: "failed", status: 500, retryAfter: undefined, luck: side.luck() };
  // The database went away in between: there are fewer answers than questions.
  if (answers.length < mutations.length)
    return { name: "failed", status: 503, retryAfter: undefined, luck: side.luck() };
  return { name: more || side.waiting > 0 ? "more" : "said" };
}

const MOST_TRIES = 5;

function isInternal(problem: Problem): boolean {
  return problem.code === "internal";
}

function refusedOf(mutations: readonly Mutation[], { answers }: Response, kept: readonly Id[]): Refused[] {
  return answers.flatMap((answer) => {
    const mutation = mutations.find(({ id }) => id === answer.id);
    if (answer.status !== "refused" || !mutation || kept.includes(answer.id)) return [];
    // To take back what never came about is no loss.
    if (mutation.name === "undo") return [];
    return [{ mutation, problem: answer.problem, row: answer.row }];
  });
}

function batched(side: Side, most: number, mostCharacters: number): Mutation[] {
  const found: Mutation[] = [];
  let characters = 0;
  for (const entry of side.outbox) {
    const mutation = timed(side, entry);
    characters += JSON.stringify(mutation).length;
    if (found.length === most || (found.length > 0 && characters > mostCharacters)) break;
    found.push(mutation);
  }
  return found;
}

/** What was done before the clocks were compared is sent by the clock that it was done by. */
function timed({ offset }: Side, { mutation, isByDevice }: Entry): Mutation {
  if (!isByDevice || offset === null) return mutation;
  return { ...mutation, at: new Date(Date.parse(mutation.at) + offset).toISOString() };
}

function failed({ status, body, retryAfter }: Reply, sent: number, luck: number): Event {
  if (status === 401) return { name: "signed_out" };
  if (status === 403 && (body as Problem | null)?.code === "other_account") return { name: "other_person" };
  if (status === 413 && sent > 1) return { name: "too_large" };
  if (status === 0 || status === 408 || status === 409 || status === 429 || status >= 500) {
    return { name: "failed", status, retryAfter, luck };
  }
  return { name: "misunderstood", detail: (body as Problem | null)?.detail ?? `The server answered ${status}.` };
}
