/* eslint-disable svelte/prefer-svelte-reactivity -- what is read from the address is not kept */
import type { Id } from "../model/row";

/**
 * Which screen is shown: what stands in the address and nothing else, so that back, reload and a link all work. The first
 * screen is at `/`, the others below /app, since `/list/…` and the like are the API's.
 */
export interface Route {
  readonly screen: string;
  /** Of the list, tag or filter. */
  readonly id: Id | undefined;
  /** The todo whose details are open. */
  readonly todo: Id | undefined;
  /** What is searched for. */
  readonly text: string;
  /** All of it, to come back to. */
  readonly address: string;
  /** The day that a screen of days shows, such as `2026-12-01`, and how: `week`. */
  readonly on: string | undefined;
  readonly view: string | undefined;
}

const BASE = "/app";
const FIRST = "today";

let here = $state.raw(read());
/** Where the last entry of the history that was shown leads. */
let shown = location.href;

export function route(): Route {
  return here;
}

/** The address of a screen: `path("list", id)`. */
export function path(screen: string, id?: Id): string {
  if (screen === FIRST) return "/";
  return id === undefined ? `${BASE}/${screen}` : `${BASE}/${screen}/${id}`;
}

export function go(to: string, { replaces = false } = {}): void {
  if (to === location.pathname + location.search) return;
  write(to, replaces);
  const before = here.screen + (here.id ?? "");
  shown = location.href;
  here = read(new URL(to, location.href));
  if (before !== here.screen + (here.id ?? "")) scrollTo(0, 0);
}

/** The address of the screen that is shown, with the details of a todo. */
export function todoPath(id: Id): string {
  const search = new URLSearchParams(location.search);
  search.set("todo", id);
  return `${pathHere()}?${search.toString()}`;
}

export function openTodo(id: Id): void {
  go(todoPath(id), { replaces: here.todo !== undefined });
}

/** They do not come back by the back button. */
export function closeTodo(): void {
  const search = new URLSearchParams(location.search);
  search.delete("todo");
  go(search.size > 0 ? `${pathHere()}?${search.toString()}` : pathHere(), { replaces: true });
}

/** Where one signs in, and comes back from to what is shown now. */
export function signInPath(): string {
  return `/auth/login?next=${encodeURIComponent(here.address)}`;
}

/** Back, forward and every link to a screen; the rest is the browser's. Returns how to stop. */
export function follow(): () => void {
  const over = new AbortController();
  const { signal } = over;
  addEventListener("popstate", popped, { signal });
  document.addEventListener("click", take, { signal });
  return () => {
    over.abort();
  };
}

/** Details that were closed leave two entries of the same screen, of which one is gone past. */
function popped(): void {
  if (location.href === shown) history.back();
  shown = location.href;
  here = read();
}

function take(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || !isScreen(pathname) || hash !== "") return;
  event.preventDefault();
  const isNextTodo = here.todo !== undefined && pathname === location.pathname && search.includes("todo=");
  go(pathname + search, { replaces: isNextTodo });
}

function isScreen(pathname: string): boolean {
  return pathname === "/" || pathname === BASE || pathname.startsWith(`${BASE}/`);
}

function pathHere(): string {
  return path(here.screen, here.id);
}

function write(to: string, replaces: boolean): void {
  try {
    if (replaces) history.replaceState(null, "", to);
    else history.pushState(null, "", to);
  } catch {
    // Safari refuses after a hundred in half a minute, as when a key is held: the address catches up with the next.
  }
}

function read({ pathname, search }: Pick<URL, "pathname" | "search"> = location): Route {
  const below = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : "";
  const [screen = FIRST, id] = below.split("/").filter(Boolean);
  const named = (name: string) => new URLSearchParams(search).get(name) ?? undefined;
  const said = { todo: named("todo"), text: named("q") ?? "", on: named("on"), view: named("view") };
  return { screen, id, ...said, address: pathname + search };
}
