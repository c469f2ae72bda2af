import type { Attachment } from "svelte/attachments";

const FAR_PX = 56;

/** A finger that goes to the side turns the page; up and down it scrolls. */
export function swipes(turn: (by: 1 | -1) => void): Attachment<HTMLElement> {
  return (node) => {
    let from: { x: number; y: number } | undefined;
    const begin = ({ pointerType, isPrimary, clientX, clientY }: PointerEvent) => {
      from = pointerType === "touch" && isPrimary ? { x: clientX, y: clientY } : undefined;
    };
    const end = ({ clientX, clientY }: PointerEvent) => {
      const isCarrying = document.documentElement.hasAttribute("data-carrying");
      const [x, y] = [clientX - (from?.x ?? clientX), clientY - (from?.y ?? clientY)];
      from = undefined;
      if (!isCarrying && Math.abs(x) > FAR_PX && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
    };
    const forget = () => {
      from = undefined;
    };
    const over = new AbortController();
    node.addEventListener("pointerdown", begin, { signal: over.signal });
    node.addEventListener("pointerup", end, { signal: over.signal });
    node.addEventListener("pointercancel", forget, { signal: over.signal });
    return () => {
      over.abort();
    };
  };
}
