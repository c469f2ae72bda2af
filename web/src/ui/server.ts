/** What only the server knows: the history, tokens, sessions, the export. Everything else is on this device. */

export interface Answered {
  /** 0 where no answer came. */
  readonly status: number;
  readonly body: unknown;
}

const PATIENCE_MS = 60_000;

export async function asked(method: string, path: string, body?: unknown): Promise<Answered> {
  const isText = typeof body === "string" || body instanceof Blob;
  try {
    const answer = await fetch(path, {
      method,
      headers: { "X-Requested-With": "todo", ...(body !== undefined && { "Content-Type": "application/json" }) },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const isJson = /[/+]json\b/.test(answer.headers.get("Content-Type") ?? "");
    return { status: answer.status, body: isJson && text ? (JSON.parse(text) as unknown) : null };
  } catch {
    return { status: 0, body: null };
  }
}

/** Why it was refused, in the server's words. */
export function problemOf({ body }: Answered): { code: string; detail: string } | undefined {
  return body !== null && typeof body === "object" && "code" in body
    ? (body as { code: string; detail: string })
    : undefined;
}
