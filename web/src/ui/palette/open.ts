import { ask } from "../ask.svelte";
import { say } from "../words/say";

/** Everything can be chosen in it, which it finds by itself: see everything.ts. */
export function openPalette(): void {
  ask({ label: say("search_or_command") });
}
