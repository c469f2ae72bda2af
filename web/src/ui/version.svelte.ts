import { stored } from "./app.svelte";

/**
 * The service worker keeps every file of one version. A newer one waits until the person agrees, since all tabs change
 * over together; then each of them is loaded again, once.
 */

const EVERY_MS = 3_600_000;
const PATH = "/sw.js";

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

let waiting = $state.raw<ServiceWorker | null>(null);
/** One has waited: when it begins, this page is that of a version before. */
let isOutrun = false;

/** A newer version is there, and waits to be begun with. */
export function isNewer(): boolean {
  return waiting !== null;
}

/** Begins with the newer version: all tabs are loaded again. */
export function beginNewer(): void {
  waiting?.postMessage("begin");
}

/** Ends when they are kept, where that is possible. */
export async function keepFiles(): Promise<void> {
  // Plain http on another host has none, and a page that Vite serves is not to be kept.
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // None is left where all that the site keeps is cleared; the first one takes over a page that is its own version.
    const worker = navigator.serviceWorker.controller;
    if (isOutrun && worker) void loadAgain(worker);
    isOutrun = false;
  });
  try {
    const registration = await navigator.serviceWorker.register(address(), { updateViaCache: "none" });
    watch(registration);
    await begun(registration);
  } catch {
    // Private windows of some browsers: it works without, as long as there is a network.
  }
}

/** The first worker has all files, or could not get them; of a later one the page has those of the one before. */
function begun({ active, installing }: ServiceWorkerRegistration): Promise<void> {
  return new Promise((done) => {
    if (active || !installing) done();
    installing?.addEventListener("statechange", () => {
      if (installing.state === "activated" || installing.state === "redundant") done();
    });
  });
}

/** Not before what is being edited is taken up, as where its field is left, and stored. */
async function loadAgain(worker: ServiceWorker): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  await Promise.all([stored(), begins(worker)]);
  location.reload();
}

/** Loaded any earlier, the page would be given to a worker that is there only to take itself away. */
function begins(worker: ServiceWorker): Promise<void> {
  return new Promise((done) => {
    if (worker.state === "activated") done();
    worker.addEventListener("statechange", () => {
      done();
    });
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    // Where nothing was kept, or all was cleared, the first one has nobody to wait for.
    waiting = registration.active && registration.waiting;
    isOutrun ||= waiting !== null;
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  const ask = () => {
    if (document.visibilityState === "visible") void registration.update().catch(() => undefined);
  };
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}

/** The page's policy lets no address of a script pass but by a policy that has a name, and this one allows one. */
function address(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return PATH;
  return policies.createPolicy("todo-sw", { createScriptURL: () => PATH }).createScriptURL(PATH);
}
