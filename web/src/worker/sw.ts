/**
 * Keeps every file of one version of the application, so that it starts without a network and never misses a part
 * that a newer version has replaced. It touches nothing but these files: what is asked of the API goes to the network.
 */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** What of a service worker's surroundings is used here: its types and those of a page cannot be in one program. */
interface Worker {
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(name: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(name: "message", listener: (event: MessageEvent) => void): void;
}

declare const FILES: readonly string[];
declare const VERSION: string;

const worker = self as unknown as Worker;

const SHELL = "/";
/** What the shell shows a screen of. */
const SCREENS = /^\/(?:app(?:\/.*)?)?$/;
const CACHE = `todo-${VERSION}`;
const known = new Set(FILES);

worker.addEventListener("install", (event) => {
  event.waitUntil(filled());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgotten().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "begin") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate" && SCREENS.test(pathname)) answer(event, SHELL);
  else if (known.has(pathname)) answer(event, pathname);
});

/** What is missing has been cleared, and the rest with it. */
function answer(event: Fetching, path: string): void {
  const kept = caches.match(path, { cacheName: CACHE });
  event.respondWith(kept.then((file) => file ?? fetch(event.request)));
  event.waitUntil(kept.then((file) => (file ? undefined : filledAgain())));
}

let filling: Promise<void> | undefined;

/** Not without a network, nor where the server has the files of a newer version alone. */
function filledAgain(): Promise<void> {
  filling ??= filled()
    .catch(() => undefined)
    .finally(() => (filling = undefined));
  return filling;
}

/**
 * Files whose name has their hash in it are taken from the version before; the others come all or none. One that is
 * there stays untouched: while it were put there again, it would be missed.
 */
async function filled(): Promise<void> {
  const cache = await caches.open(CACHE);
  const missing: Request[] = [];
  for (const path of FILES) {
    if (await cache.match(path)) continue;
    const before = path.startsWith("/assets/") ? await caches.match(path) : undefined;
    if (before) await cache.put(path, before);
    else missing.push(new Request(path, { cache: "no-cache", redirect: "error" }));
  }
  await cache.addAll(missing);
}

async function forgotten(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("todo-") && name !== CACHE).map((name) => caches.delete(name)),
  );
}
