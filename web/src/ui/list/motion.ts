import { cubicOut } from "svelte/easing";
import { prefersReducedMotion } from "svelte/motion";
import type { TransitionConfig } from "svelte/transition";

/** A row leaves: the tick is drawn first, then it fades and what is below moves up. */
export function leave(node: Element, { isStill }: { isStill: boolean }): TransitionConfig {
  if (isStill || prefersReducedMotion.current) return { duration: 0 };
  const height = node.getBoundingClientRect().height;
  return {
    delay: 90,
    duration: 160,
    easing: cubicOut,
    css: (shown) => `min-height: 0; height: ${shown * height}px; opacity: ${shown}; overflow: hidden`,
  };
}
