/* eslint-disable svelte/prefer-svelte-reactivity -- sets here are replaced, never changed */
import { flushSync } from "svelte";

import type { Id, Todo } from "../model/row";
import { rows } from "./app.svelte";
import { focusHeading } from "./heading";

/**
 * Which todo of the screen the keys mean, and which several are chosen. The list says what it shows, in order; the one
 * at hand has the focus, or had it last.
 */

let shown = $state.raw<readonly Id[]>([]);
let hand = $state<Id | undefined>();
let chosen = $state.raw<ReadonlySet<Id>>(new Set());
let anchor: Id | undefined;
const revealers = new Set<(id: Id) => void>();

/** The ids that are shown. What is at hand moves to what took its place, and the focus with it. */
export function show(ids: readonly Id[]): void {
  const before = shown;
  shown = ids;
  // Of thousands of ids no set is made after every change where nothing is chosen.
  if (chosen.size > 0) {
    const there = new Set(ids);
    if ([...chosen].some((id) => !there.has(id))) chosen = new Set([...chosen].filter((id) => there.has(id)));
  }
  if (hand === undefined || ids.includes(hand)) return;
  const left = new Set(ids);
  const hadFocus = document.activeElement?.closest("[data-row]")?.getAttribute("data-row") === hand;
  const was = before.indexOf(hand);
  hand = before.slice(was + 1).find((id) => left.has(id)) ?? ids.at(-1);
  if (hadFocus) focusOr(hand);
}

export function shownIds(): readonly Id[] {
  return shown;
}

export function atHand(): Id | undefined {
  return hand ?? shown[0];
}

/** Without the first of the screen, where nothing was taken yet. */
export function taken(): Id | undefined {
  return hand;
}

export function take(id: Id | undefined): void {
  hand = id;
}

export function isChosen(id: Id): boolean {
  return chosen.has(id);
}

export function chosenCount(): number {
  return chosen.size;
}

/** What a command is about: what is chosen, or else what is at hand. */
export function meant(): Todo[] {
  const ids = chosen.size > 0 ? shown.filter((id) => chosen.has(id)) : hand === undefined ? [] : [hand];
  return ids.flatMap((id) => rows().todo.get(id) ?? []);
}

export function choose(id: Id): void {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  chosen = next;
  anchor = id;
}

/** From the last that was chosen or at hand to this one. */
export function chooseTo(id: Id): void {
  anchor ??= hand ?? id;
  const [from, to] = [shown.indexOf(anchor), shown.indexOf(id)].sort((a, b) => a - b);
  chosen = new Set([...chosen, ...shown.slice(from, (to ?? 0) + 1)]);
}

export function chooseAll(): void {
  chosen = new Set(shown);
}

export function chooseNone(): void {
  chosen = new Set();
  anchor = undefined;
}

/** To the next row or the one before; `extends` chooses what is passed. */
export function move(by: 1 | -1, { extends: isExtending = false } = {}): void {
  const at = hand === undefined ? -1 : shown.indexOf(hand);
  const next = shown[hand === undefined && by === -1 ? shown.length - 1 : Math.max(0, at + by)];
  if (next === undefined) return;
  if (isExtending) {
    if (hand !== undefined && !chosen.has(hand)) choose(hand);
    anchor ??= hand ?? next;
    chooseTo(next);
  }
  hand = next;
  focus(next);
}

/** What is at hand is about to leave: the next that stays is at hand, with the focus where it had that. */
export function passOn(todos: readonly Todo[]): void {
  const leaving = new Set(todos.map(({ id }) => id));
  if (hand === undefined || !leaving.has(hand)) return;
  const at = shown.indexOf(hand);
  const stays = (id: Id) => !leaving.has(id);
  const next = shown.slice(at + 1).find(stays) ?? shown.slice(0, at).findLast(stays);
  const hadFocus = rowOf(hand)?.contains(document.activeElement) ?? false;
  hand = next;
  if (!hadFocus) return;
  // Nothing has changed yet: to draw it anew for the focus would be for nothing.
  if (next === undefined) focusHeading();
  else reach(next);
}

function focusOr(id: Id | undefined): void {
  if (id === undefined) focusHeading();
  else focus(id);
}

export function focus(id: Id): void {
  flushSync();
  if (!rowOf(id)) for (const reveal of revealers) reveal(id);
  flushSync();
  reach(id);
}

function reach(id: Id): void {
  const title = rowOf(id)?.querySelector<HTMLElement>("[data-title]");
  title?.focus({ preventScroll: true });
  rowOf(id)?.scrollIntoView({ block: "nearest" });
}

/** Of a list that draws only what is to be seen: how to bring a row there. Returns how to withdraw it. */
export function reveals(reveal: (id: Id) => void): () => void {
  revealers.add(reveal);
  return () => revealers.delete(reveal);
}

function rowOf(id: Id): Element | null {
  return document.querySelector(`[data-row="${CSS.escape(id)}"]`);
}
