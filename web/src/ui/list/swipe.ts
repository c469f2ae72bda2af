import type { Attachment } from "svelte/attachments";

import type { Todo } from "../../model/row";
import { swipesOn } from "../appearance.svelte";
import { isCarrying } from "../drag/drag.svelte";

/** Sideways by so much it is no tap; and more sideways than along, it is no scrolling. */
const BEGUN_PX = 10;
/** Here the browser's own way back begins. */
const EDGE_PX = 16;

/** On a row: a finger that goes right completes it, one that goes left asks when. Up and down scrolls, always. */
export function swipes(todo: () => Todo): Attachment<HTMLElement> {
  return (row) => {
    const pressed = (down: PointerEvent) => {
      const isAtEdge = down.clientX < EDGE_PX || down.clientX > innerWidth - EDGE_PX;
      if (down.pointerType !== "touch" || !down.isPrimary || isAtEdge || !swipesOn()) return;
      const loading = import("./swiping.svelte");
      whenSideways(row, down, (signal, at) => {
        void loading.then(({ swipe }) => {
          if (!signal.aborted) swipe(row, down, at, todo());
        });
      });
    };
    row.addEventListener("pointerdown", pressed);
    return () => {
      row.removeEventListener("pointerdown", pressed);
    };
  };
}

/** Where the finger is, wherever it has gone since. */
export interface At {
  readonly clientX: number;
}

/** Once, if the finger goes sideways before it is lifted, scrolls, or carries the row. */
function whenSideways(row: HTMLElement, down: PointerEvent, then: (over: AbortSignal, at: At) => void): void {
  const at = { clientX: down.clientX };
  const [over, pending] = [new AbortController(), new AbortController()];
  const moved = (event: PointerEvent) => {
    const [x, y] = [Math.abs(event.clientX - down.clientX), Math.abs(event.clientY - down.clientY)];
    if (Math.max(x, y) < BEGUN_PX) return;
    pending.abort();
    if (x > 1.5 * y && !isCarrying()) then(over.signal, at);
  };
  const end = () => {
    over.abort();
  };
  const follow = ({ clientX }: PointerEvent) => {
    at.clientX = clientX;
  };
  row.addEventListener("pointermove", follow, { signal: over.signal });
  row.addEventListener("pointermove", moved, { signal: AbortSignal.any([over.signal, pending.signal]) });
  row.addEventListener("pointerup", end, { signal: over.signal });
  row.addEventListener("pointercancel", end, { signal: over.signal });
}
