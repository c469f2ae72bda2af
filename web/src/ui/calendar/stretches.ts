import type { Attachment } from "svelte/attachments";

import { snapped } from "./hours.svelte";

interface Stretching {
  /** While it is pulled, by so many minutes; undefined when it is let go as it was. */
  readonly pull: (minutes: number | undefined) => void;
  readonly end: (minutes: number) => void;
}

/** The lower edge of a block: pulled down it takes longer. Escape leaves it as it was. */
export function stretches({ pull, end }: Stretching): Attachment<HTMLElement> {
  return (node) => {
    const begin = (down: PointerEvent) => {
      if (down.button !== 0 || !down.isPrimary) return;
      down.preventDefault();
      // What lies below it is not carried meanwhile.
      down.stopPropagation();
      node.setPointerCapture(down.pointerId);
      const over = new AbortController();
      const options = { signal: over.signal };
      const stop = () => {
        over.abort();
        pull(undefined);
      };
      node.addEventListener(
        "pointermove",
        ({ clientY }) => {
          pull(snapped(clientY - down.clientY));
        },
        options,
      );
      node.addEventListener(
        "pointerup",
        ({ clientY }) => {
          stop();
          end(snapped(clientY - down.clientY));
        },
        options,
      );
      node.addEventListener("pointercancel", stop, options);
      addEventListener(
        "keydown",
        (event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          stop();
        },
        { ...options, capture: true },
      );
    };
    node.addEventListener("pointerdown", begin);
    return () => {
      node.removeEventListener("pointerdown", begin);
    };
  };
}
