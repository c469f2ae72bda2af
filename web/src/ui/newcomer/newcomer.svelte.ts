/* eslint-disable svelte/prefer-svelte-reactivity -- the map is replaced, never changed */
import type { Id } from "../../model/row";
import { account, clock, rows, status } from "../app.svelte";

/**
 * Who has just come, and has nothing yet: they are offered a few todos to begin with, until they have something of their
 * own or put it away. What is thrown away stays for 30 days, so that an account of that age which is empty has always been.
 */

const KEY = "todo.settled";
const NEW_MS = 30 * 86_400_000;

/** The todos that were made of what is offered, by its number. */
let made = $state.raw<ReadonlyMap<number, Id>>(new Map());
let settled = $state.raw(kept());

/** Undefined until the server has said whether there is anything. */
export function isNewcomer(): boolean | undefined {
  const me = account();
  if (hasOwn() || (me && settled === me.id)) return false;
  if (!me || status()?.isComplete !== true) return undefined;
  return clock().milliseconds - Date.parse(me.created_at) < NEW_MS;
}

/** The todo that was made of what was offered under the number. */
export function madeOf(number: number): Id | undefined {
  return made.get(number);
}

export function remember(number: number, id: Id): void {
  made = new Map([...made, [number, id]]);
}

/** Never again on this device. */
export function settle(): void {
  settled = account()?.id ?? null;
  try {
    if (settled) localStorage.setItem(KEY, settled);
  } catch {
    // A browser that stores nothing: it holds until the page is closed.
  }
}

/** Something that is not of the few that were offered here. */
function hasOwn(): boolean {
  const { todo, list } = rows();
  if (list.size > 0 || todo.size > made.size) return true;
  const ids = new Set(made.values());
  return todo.inOrder().some(({ id }) => !ids.has(id));
}

function kept(): Id | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
