/* eslint-disable svelte/prefer-svelte-reactivity -- what is known here of nodes is not shown */
import type { Attachment } from "svelte/attachments";

import type { Id, List, Todo } from "../../model/row";
import { choose, isChosen, meant, shownIds } from "../selection.svelte";
import { type Press, whenLifted } from "./press";

/**
 * Carrying todos, and lists, to another place with a mouse or a finger. Whatever can be done by this can also be done
 * by keys and from a menu; what happened is said by whoever takes the drop.
 *
 *     press ── moved or held ──▶ lifted ── released ──▶ dropped where it lands
 *                                   └── Escape, taken over by the browser, window left ──▶ as before
 */

/** What is carried together. */
export type Load =
  { readonly kind: "todo"; readonly rows: readonly Todo[] } | { readonly kind: "list"; readonly rows: readonly List[] };

export interface Landing {
  readonly isOrdered: boolean;
  accepts(load: Load): boolean;
  drop(load: Load, index: number | undefined): void;
}

interface Carrier {
  id(): Id;
  load(): Load;
  /** A finger has held it without moving. */
  held?(): void;
}

interface Lands<Row> {
  /** `index`: behind how many of the rows in it, not counting those that are carried; only where it is ordered. */
  drop(rows: readonly Row[], index: number | undefined): void;
  /** Its `[data-row]`s stand in an order, and a line shows the gap. Otherwise it is marked as a whole, by `data-over`. */
  readonly isOrdered?: boolean;
  accepts?(rows: readonly Row[]): boolean;
}

const carriers = new Map<Element, Carrier>();
const landings = new Map<Element, Landing>();
let carried: Load | undefined;

export function isCarrying(): boolean {
  return carried !== undefined;
}

/** On a row or a card: it can be carried, and with it what is selected, if it is. Bears `data-carried` meanwhile. */
export function carries(todo: () => Todo): Attachment<HTMLElement> {
  return lifts({
    id: () => todo().id,
    load: () => ({ kind: "todo", rows: isChosen(todo().id) ? meant() : [todo()] }),
    held: () => {
      if (shownIds().includes(todo().id)) choose(todo().id);
    },
  });
}

export function carriesList(list: () => List): Attachment<HTMLElement> {
  return lifts({ id: () => list().id, load: () => ({ kind: "list", rows: [list()] }) });
}

/** On what todos can be dropped into; of several within each other the innermost that accepts them. */
export function lands(it: Lands<Todo>): Attachment<HTMLElement> {
  return takes({
    isOrdered: it.isOrdered ?? false,
    accepts: ({ kind, rows }) => kind === "todo" && (it.accepts?.(rows) ?? true),
    drop: ({ kind, rows }, index) => {
      if (kind === "todo") it.drop(rows, index);
    },
  });
}

export function landsLists(it: Lands<List>): Attachment<HTMLElement> {
  return takes({
    isOrdered: it.isOrdered ?? false,
    accepts: ({ kind, rows }) => kind === "list" && (it.accepts?.(rows) ?? true),
    drop: ({ kind, rows }, index) => {
      if (kind === "list") it.drop(rows, index);
    },
  });
}

function lifts(carrier: Carrier): Attachment<HTMLElement> {
  return (node) => {
    carriers.set(node, carrier);
    mark(node, carrier);
    node.addEventListener("pointerdown", pressed);
    // Only whoever has listened from the beginning may keep a finger from scrolling.
    node.addEventListener("touchmove", stay, { passive: false });
    return () => {
      carriers.delete(node);
      node.removeEventListener("pointerdown", pressed);
    };
  };
}

function takes(landing: Landing): Attachment<HTMLElement> {
  return (node) => {
    landings.set(node, landing);
    return () => {
      landings.delete(node);
    };
  };
}

function pressed(this: HTMLElement, event: PointerEvent): void {
  const carrier = carriers.get(this);
  const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
  if (!carrier || carried || isWriting || !event.isPrimary || event.button !== 0) return;
  const loading = import("./carrying.svelte");
  whenLifted(event, (press) => {
    void loading.then(({ carry }) => {
      lift(carrier, press, carry);
    });
  });
}

type Carry = (
  load: Load,
  press: Press,
  landings: ReadonlyMap<Element, Landing>,
) => Promise<"dropped" | "left" | "held">;

function lift(carrier: Carrier, press: Press, carry: Carry): void {
  if (press.signal.aborted) return;
  carried = carrier.load();
  markAll();
  void carry(carried, press, landings).then((end) => {
    carried = undefined;
    markAll();
    if (end === "held") carrier.held?.();
  });
}

function markAll(): void {
  for (const [node, carrier] of carriers) mark(node, carrier);
}

function mark(node: Element, carrier: Carrier): void {
  node.toggleAttribute("data-carried", carried?.rows.some(({ id }) => id === carrier.id()) ?? false);
}

function stay(event: TouchEvent): void {
  if (carried && event.cancelable) event.preventDefault();
}
