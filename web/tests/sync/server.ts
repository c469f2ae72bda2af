import type { Change, Mutation } from "../../src/model/mutation";
import { Replica } from "../../src/model/replica";
import { type Id, type Kind, KINDS, type Kinds, type Noun, type Todo } from "../../src/model/row";
import type { Tables } from "../../src/model/table";
import type { Network } from "../../src/sync/network";
import type { Answer, Reply, Request, Response } from "../../src/sync/protocol";

const NOTHING: Reply = { status: 0, body: null, retryAfter: undefined };

/** A server of the same protocol: numbers its changes, applies each mutation once, and forgets no answer. */
export class Server {
  readonly #replica = new Replica();
  readonly #seqs = new Map<string, number>();
  readonly #answers = new Map<Id, Answer>();
  readonly #changes = new Map<Id, readonly Change[]>();
  readonly #listeners = new Set<(cursor: string) => void>();
  readonly account: Id;
  readonly #streams = new Set<() => void>();
  /** So many requests from now on are not heard. */
  away = 0;
  #seq = 0;
  #leastSeq = 0;
  /** How often each mutation was applied. */
  readonly applied = new Map<Id, number>();
  requests = 0;
  /** Of whoever asks. */
  session: Id | undefined;

  constructor(account: Id) {
    this.account = account;
    this.session = account;
  }

  get rows(): Tables {
    return this.#replica.shown;
  }

  /** Away for so many requests; what it has answered before it knows. */
  restart(away: number): void {
    this.away = away;
    for (const end of this.#streams) end();
    this.#streams.clear();
  }

  /** Called when the stream of a listener breaks. */
  breaks(end: () => void): void {
    this.#streams.add(end);
  }

  get todos(): Todo[] {
    return [...this.#replica.shown.todo.inOrder()];
  }

  get cursor(): string {
    return String(this.#seq);
  }

  /** Cursors of before are too old now. */
  forget(): void {
    this.#leastSeq = this.#seq;
  }

  /** As another program does it. */
  does(mutation: Mutation): void {
    this.#answer(mutation);
    this.#tell();
  }

  hears(onCursor: (cursor: string) => void): () => void {
    this.#listeners.add(onCursor);
    onCursor(this.cursor);
    return () => this.#listeners.delete(onCursor);
  }

  sync(request: Request): Reply {
    this.requests += 1;
    if (this.session === undefined) return { ...NOTHING, status: 401 };
    if (request.account !== this.session) return { ...NOTHING, status: 403, body: { code: "other_account" } };
    const before = this.#seq;
    const answers = request.mutations.map((mutation) => this.#answer(mutation));
    if (this.#seq !== before) this.#tell();
    const isReset = request.cursor !== null && Number(request.cursor) < this.#leastSeq;
    const behind = isReset ? 0 : Number(request.cursor ?? 0);
    return {
      status: 200,
      body: { ...this.#page(behind, request.limit), answers, reset: isReset },
      retryAfter: undefined,
    };
  }

  #page(behind: number, limit: number): Omit<Response, "answers" | "reset"> {
    const newer = [...this.#seqs].filter(([, seq]) => seq > behind).sort(([, one], [, other]) => one - other);
    const page = newer.slice(0, limit);
    const changes: Record<string, unknown[]> = {};
    for (const [key, seq] of page) {
      const [kind, id] = key.split(" ") as [Kind, Id];
      (changes[kind] ??= []).push({ ...this.#replica.shown[kind].get(id), seq });
    }
    const more = newer.length > page.length;
    const cursor = String(more ? (page.at(-1)?.[1] ?? behind) : this.#seq);
    return { cursor, more, changes, gone: [], time: new Date().toISOString() };
  }

  #answer(mutation: Mutation): Answer {
    const known = this.#answers.get(mutation.id);
    if (known) return known;
    const answer = this.#done(mutation);
    this.#answers.set(mutation.id, answer);
    return answer;
  }

  #done(mutation: Mutation): Answer {
    const { id, name, args } = mutation;
    const refuse = (code: string): Answer => ({ id, status: "refused", problem: { code, detail: code }, row: null });
    if ("title" in args && args.title === "refuse me") return refuse("invalid");
    const undoes = name === "undo" ? this.#changes.get(args.mutation) : undefined;
    if (name === "undo" && !undoes) return refuse("not_found");
    this.applied.set(id, (this.applied.get(id) ?? 0) + 1);
    // In the order in which they arrive, whatever their ids.
    const arrived = { ...mutation, id: String(this.#changes.size).padStart(12, "0") };
    const changes = this.#replica.act({ mutation: arrived, ...(undoes && { undoes }) });
    this.#changes.set(id, changes);
    for (const change of changes) this.#seqs.set(`${change.kind} ${change.id}`, ++this.#seq);
    return { id, status: "applied" };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.cursor);
  }
}

/** What is between a device and the server. `loses` is asked at each request what is lost of it. */
export class Line implements Network {
  isUp = true;
  loses: () => "nothing" | "request" | "answer" = () => "nothing";
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  async post(_path: string, body: unknown): Promise<Reply> {
    await turn();
    const lost = this.isUp && this.#server.away-- <= 0 ? this.loses() : "request";
    if (lost === "request") return NOTHING;
    const reply = this.#server.sync(structuredClone(body) as Request);
    await turn();
    return lost === "answer" ? NOTHING : structuredClone(reply);
  }

  leave(path: string, body: unknown): void {
    void this.post(path, body);
  }

  async read(): Promise<Reply> {
    await turn();
    if (!this.isUp) return NOTHING;
    const { session } = this.#server;
    return session ? { ...NOTHING, status: 200, body: { id: session } } : { ...NOTHING, status: 401 };
  }

  async listen(onCursor: (cursor: string) => void, signal: AbortSignal): Promise<void> {
    if (!this.isUp || signal.aborted) return;
    const stop = this.#server.hears(onCursor);
    await new Promise<void>((done) => {
      signal.addEventListener("abort", () => {
        done();
      });
      this.#server.breaks(done);
    });
    stop();
  }
}

export function turn(milliseconds = 0): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, milliseconds);
  });
}

/** All rows, for two to be compared: without what only the server sets. */
export function plainly(rows: { readonly [K in Noun | "account"]: { values(): Iterable<Kinds[K]> } }): object {
  return Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      [...rows[kind].values()].map((row) => ({ ...row, seq: 0 })).sort((one, other) => (one.id < other.id ? -1 : 1)),
    ]),
  );
}
