import { mount, unmount } from "svelte";

import Carried from "./Carried.svelte";
import type { Landing, Load } from "./drag.svelte";
import { scrollAt } from "./edges";
import { gapAt, indexAt } from "./place";
import { hasMoved, type Press } from "./press";

/** How it ended: dropped where it lands, left as it was, or held and let go without having moved. */
type End = "dropped" | "left" | "held";

/** Where it would land, and of an ordered place behind how many rows. */
interface Target {
  readonly node: Element;
  readonly landing: Landing;
  readonly index: number | undefined;
}

/** What is to be seen of it. */
export interface Picture {
  title: string;
  count: number;
  x: number;
  y: number;
  /** The line that shows where it would go. */
  gap: { left: number; top: number; width: number } | undefined;
}

/** Carries it after the pointer until that is released. */
export async function carry(load: Load, press: Press, landings: ReadonlyMap<Element, Landing>): Promise<End> {
  swallowClick(press);
  const stop = new AbortController();
  const picture = $state<Picture>({ title: titleOf(load), count: load.rows.length, ...press.at, gap: undefined });
  const shown = mount(Carried, { target: document.body, props: { picture } });
  let target: Target | undefined;
  const look = () => {
    const next = targetAt(press, load, landings);
    if (next?.node !== target?.node) {
      target?.node.removeAttribute("data-over");
      if (next && !next.landing.isOrdered) next.node.setAttribute("data-over", "");
    }
    target = next;
    picture.gap = target && lineOf(target, load);
  };
  const follow = () => {
    Object.assign(picture, press.at);
    scrollAt(document.elementFromPoint(press.at.x, press.at.y), press.at);
    look();
  };
  await released(press, stop, follow);
  target?.node.removeAttribute("data-over");
  void unmount(shown);
  if (press.signal.reason !== "pointerup") return "left";
  if (press.isTouch && !hasMoved(press)) return "held";
  target?.landing.drop(load, target.index);
  return target ? "dropped" : "left";
}

/** Draws each frame until it is released, or called off by Escape or by leaving the window. */
async function released(press: Press, stop: AbortController, draw: () => void): Promise<void> {
  const over = AbortSignal.any([press.signal, stop.signal]);
  const keyed = (event: KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") stop.abort();
  };
  const left = () => {
    stop.abort();
  };
  addEventListener("keydown", keyed, { signal: over, capture: true });
  addEventListener("blur", left, { signal: over });
  while (!over.aborted) {
    draw();
    await new Promise(requestAnimationFrame);
  }
  draw();
}

/** What was carried is not clicked as well, whenever it is released. */
function swallowClick({ signal }: Press): void {
  const over = new AbortController();
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { signal: over.signal, capture: true });
  signal.addEventListener("abort", () => {
    setTimeout(() => {
      over.abort();
    });
  });
}

function targetAt({ at }: Press, load: Load, landings: ReadonlyMap<Element, Landing>): Target | undefined {
  for (let node = document.elementFromPoint(at.x, at.y); node; node = node.parentElement) {
    const landing = landings.get(node);
    if (!landing?.accepts(load)) continue;
    return { node, landing, index: landing.isOrdered ? indexAt(spans(node, load), at.y) : undefined };
  }
  return undefined;
}

function lineOf({ node, landing, index }: Target, load: Load): Picture["gap"] {
  if (!landing.isOrdered || index === undefined) return undefined;
  const box = node.getBoundingClientRect();
  return { left: box.left, width: box.width, top: gapAt(spans(node, load), index, box) };
}

/** Of the rows in it that stay. */
function spans(node: Element, { kind }: Load): DOMRect[] {
  const rows = [...node.querySelectorAll(kind === "todo" ? "[data-row]" : "[data-entry]")];
  return rows.filter((row) => !isCarried(row)).map((row) => row.getBoundingClientRect());
}

function isCarried(row: Element): boolean {
  return row.matches("[data-carried]") || row.querySelector("[data-carried]") !== null;
}

function titleOf({ kind, rows: [first] }: Load): string {
  if (!first) return "";
  return kind === "todo" && "title" in first ? first.title : "name" in first ? first.name : "";
}
