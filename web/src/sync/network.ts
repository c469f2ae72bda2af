import type { Reply } from "./protocol";

/** The server, as a page reaches it. */
export interface Network {
  post(path: string, body: unknown, signal: AbortSignal): Promise<Reply>;
  read(path: string, signal: AbortSignal): Promise<Reply>;
  /** Posts what is asked though the page is being left; whatever comes of it is heard by nobody. */
  leave(path: string, body: unknown): void;
  /** Calls `onCursor` with each cursor that the server names; ends when it cannot be heard any more, or by the signal. */
  listen(onCursor: (cursor: string) => void, signal: AbortSignal): Promise<void>;
}

const PATIENCE_MS = 30_000;

export const network: Network = {
  post: (path, body, signal) => asked(path, { method: "POST", body: JSON.stringify(body) }, signal),
  read: (path, signal) => asked(path, { method: "GET" }, signal),
  leave: (path, body) => {
    void asked(path, { method: "POST", body: JSON.stringify(body), keepalive: true }, new AbortController().signal);
  },
  listen,
};

async function asked(path: string, request: RequestInit, signal: AbortSignal): Promise<Reply> {
  try {
    const answer = await fetch(path, {
      ...request,
      headers: { "X-Requested-With": "todo", ...(request.body != null && { "Content-Type": "application/json" }) },
      // What a sign-in page in between answers is not ours.
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const isJson = /[/+]json\b/.test(answer.headers.get("Content-Type") ?? "");
    const text = await answer.text();
    const seconds = Number(answer.headers.get("Retry-After") ?? Number.NaN);
    const retryAfter = Number.isFinite(seconds) ? seconds * 1000 : undefined;
    if (answer.ok && !isJson && text) return NOTHING;
    const body = isJson && text ? (JSON.parse(text) as unknown) : null;
    const date = Date.parse(answer.headers.get("Date") ?? "") + HALF_A_SECOND_MS;
    return { status: answer.status, body, retryAfter, ...(Number.isFinite(date) && { date }) };
  } catch {
    return NOTHING;
  }
}

/** The header names whole seconds that have begun. */
const HALF_A_SECOND_MS = 500;

const NOTHING: Reply = { status: 0, body: null, retryAfter: undefined };

function listen(onCursor: (cursor: string) => void, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) {
      done();
      return;
    }
    const stream = new EventSource("/events", { withCredentials: true });
    const end = () => {
      stream.close();
      signal.removeEventListener("abort", end);
      done();
    };
    signal.addEventListener("abort", end, { once: true });
    stream.addEventListener("cursor", (event: MessageEvent<string>) => {
      onCursor((JSON.parse(event.data) as { cursor: string }).cursor);
    });
    // The browser would try again at once and for ever; when to try is for the loop to say.
    stream.addEventListener("error", end);
  });
}
