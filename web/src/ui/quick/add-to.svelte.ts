import type { Beginning } from "../../model/adding";
import { iso } from "../../model/day";
import { dayIn } from "../../model/zone";
import { clock } from "../app.svelte";
import { route } from "../route.svelte";

/** The sheet in which a todo is added, wherever the line for it is not to be seen. */

let asked = $state.raw<Beginning | undefined>();

/** Where what is typed in the sheet goes, while it is open. */
export function addingTo(): Beginning | undefined {
  return asked;
}

/** Opens the sheet; what is added shows on the screen that there is, if nothing else is said. */
export function addTo(beginning: Beginning = screenBeginning()): void {
  asked = beginning;
}

export function stopAdding(): void {
  asked = undefined;
}

function screenBeginning(): Beginning {
  const { screen, id, on } = route();
  if (screen === "list" && id) return { list: id };
  if (screen === "tag" && id) return { tags: [id] };
  const day = dayIn(clock().milliseconds, clock().zone);
  if (screen === "calendar") return { due: on ?? iso(day) };
  if (screen === "today") return { due: iso(day) };
  return screen === "upcoming" ? { due: on ?? iso(day + 1) } : {};
}
