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
      whenSideways(row, down, (signal) => {
        void loading.then(({ swipe }) => {
          if (!signal.aborted) swipe(row, down, todo());
        });
      });
    };
    row.addEventListener("pointerdown", pressed);
    return () => {
      row.removeEventListener("pointerdown", pressed);
    };
  };
}

/** Once, if the finger goes sideways before it is lifted, scrolls, or carries the row. */
function whenSideways(row: HTMLElement, down: PointerEvent, then: (over: AbortSignal) => void): void {
  const [over, pending] = [new AbortController(), new AbortController()];
  const moved = (event: PointerEvent) => {
    const [x, y] = [Math.abs(event.clientX - down.clientX), Math.abs(event.clientY - down.clientY)];
    if (Math.max(x, y) < BEGUN_PX) return;
    pending.abort();
    if (x > 1.5 * y && !isCarrying()) then(over.signal);
  };
  const end = () => {
    over.abort();
  };
  row.addEventListener("pointermove", moved, { signal: AbortSignal.any([over.signal, pending.signal]) });
  row.addEventListener("pointerup", end, { signal: over.signal });
  row.addEventListener("pointercancel", end, { signal: over.signal });
}
