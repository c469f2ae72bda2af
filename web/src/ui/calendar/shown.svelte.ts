import { ask } from "../ask.svelte";
import { say } from "../words/say";

/** What this device shows on the calendar besides what is open. */

const KEPT_UNDER = "todo.calendar";

let shown = $state.raw(read());

export function isDoneShown(): boolean {
  return shown.includes("done");
}

/** The drawer of what has no date. */
export function isDrawerShown(): boolean {
  return shown.includes("drawer");
}

export function showDrawer(isOn: boolean): void {
  keep("drawer", isOn);
}

export function openSettings(): void {
  const run = () => {
    keep("done", !isDoneShown());
  };
  const completed = { id: "done", label: say("calendar_completed"), run };
  ask({ label: say("calendar_settings"), options: () => [{ ...completed, isOn: isDoneShown() }] });
}

function keep(name: "done" | "drawer", isOn: boolean): void {
  shown = [...shown.filter((it) => it !== name), ...(isOn ? [name] : [])];
  try {
    localStorage.setItem(KEPT_UNDER, shown.join(" "));
  } catch {
    // A browser that stores nothing: it holds until the page is closed.
  }
}

function read(): string[] {
  try {
    return localStorage.getItem(KEPT_UNDER)?.split(" ") ?? [];
  } catch {
    return [];
  }
}
