import { mount, unmount } from "svelte";

import type { Todo } from "../../model/row";
import { askDate } from "../asking";
import { toggle } from "../deeds.svelte";
import Peek from "./Peek.svelte";
import type { At } from "./swipe";

/** How far the row is from where it was, to the right; and whether it is far enough. */
export interface Pull {
  x: number;
  isFar: boolean;
  readonly isDone: boolean;
}

const FAR_PX = 96;
/** Beyond this it follows less and less. */
const FREE_PX = 144;

/** From the moment in which it goes sideways, or is `at` since this could be loaded, until it is back. */
export function swipe(row: HTMLElement, down: PointerEvent, at: At, todo: Todo): void {
  const { parentElement: place } = row;
  if (!place) return;
  const over = new AbortController();
  const pull = $state<Pull>({ x: 0, isFar: false, isDone: todo.status !== "open" });
  const peek = mount(Peek, { target: place, props: { pull } });
  const follow = (event: At) => {
    pull.x = damped(event.clientX - down.clientX);
    pull.isFar = Math.abs(pull.x) >= FAR_PX;
    row.style.transform = `translateX(${pull.x}px)`;
  };
  const end = (event: Event) => {
    over.abort();
    if (event.type === "pointerup" && pull.isFar) act(pull, todo);
    letGo(row, () => void unmount(peek));
  };
  follow(at);
  row.setPointerCapture(down.pointerId);
  row.addEventListener("pointermove", follow, { signal: over.signal });
  row.addEventListener("pointerup", end, { signal: over.signal });
  row.addEventListener("pointercancel", end, { signal: over.signal });
}

function act({ x }: Pull, todo: Todo): void {
  if (x > 0) toggle([todo]);
  else askDate([todo]);
}

/** It springs back, also where it is about to leave. */
function letGo(row: HTMLElement, then: () => void): void {
  row.dataset["back"] = "";
  row.style.transform = "";
  void Promise.allSettled(row.getAnimations().map(({ finished }) => finished)).then(() => {
    delete row.dataset["back"];
    then();
  });
}

function damped(x: number): number {
  const beyond = Math.max(0, Math.abs(x) - FREE_PX);
  return Math.sign(x) * (Math.min(Math.abs(x), FREE_PX) + beyond / 4);
}
