/** The service's API, as the page asks it. */

/** A request that has failed. `status` is 0 where no answer came; the message is for people. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * The answer's body, and the address of the page behind it if there is one (RFC 8288). Throws Refusal.
 * @param {string} method @param {string} path @param {object} [sent]
 * @returns {Promise<{ body: any, next: string | null }>}
 */
export async function ask(method, path, sent) {
  const { answer, text } = await exchanged(path, {
    method,
    headers: { "X-Requested-With": "todo", ...(sent && { "Content-Type": "application/json" }) },
    body: sent && JSON.stringify(sent),
    signal: AbortSignal.timeout(15_000),
  });
  const isJson = /[/+]json\b/.test(answer.headers.get("Content-Type") ?? "");
  const body = isJson && text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refusal(answer.status, body?.detail ?? `The server answered ${answer.status}.`);
  return { body, next: /<([^>]+)>; rel="next"/.exec(answer.headers.get("Link") ?? "")?.[1] ?? null };
}

/** @param {string} path @param {RequestInit} request */
async function exchanged(path, request) {
  try {
    const answer = await fetch(path, request);
    return { answer, text: await answer.text() };
  } catch {
    throw new Refusal(0, "The server cannot be reached.");
  }
}

/** An id that sorts by when it was made (RFC 9562, section 5.7). */
export function uuid7() {
  const time = Date.now().toString(16).padStart(12, "0");
  const random = crypto.getRandomValues(new Uint8Array(10));
  random[0] = 0x70 | (random[0] & 0x0f);
  random[2] = 0x80 | (random[2] & 0x3f);
  const hex = time + [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
