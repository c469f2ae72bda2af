import type { View } from "../../model/calendar/span";
import { type Day, iso } from "../../model/day";
import type { Todo } from "../../model/row";
import type { Command } from "../commands.svelte";
import { go } from "../route.svelte";
import { focus, meant } from "../selection.svelte";
import { addTo } from "../quick/add-to.svelte";
import { say } from "../words/say";
import { focusDay } from "./day-keys";
import { lengthen, moveDays, moveMinutes } from "./deeds";
import { today } from "../on-day";
import { dayHere, placePath, take, turn, viewHere } from "./place";

const STEP = 30;
const STRETCH = 15;

/** How the calendar is shown, and which days. */
export function viewCommands(weekLength: number): Command[] {
  const view = (name: View, keys: string[]): Command => ({
    ...{ id: `calendar-${name}`, label: say(`calendar_go_${name}` as const), keys, icon: "calendar" },
    run: () => {
      go(placePath(dayHere(), name));
    },
  });
  const command = (id: string, label: string, keys: string[], run: () => void): Command => ({ id, label, keys, run });
  return [
    view("month", ["m"]),
    view("week", ["w"]),
    view("day", []),
    command("calendar-today", say("calendar_go_today"), ["."], () => {
      take(today());
    }),
    command("calendar-previous", say("calendar_previous"), ["PageUp"], () => {
      turnPage(-1, weekLength);
    }),
    command("calendar-next", say("calendar_next"), ["PageDown"], () => {
      turnPage(1, weekLength);
    }),
    command("add", say("add_short"), ["q"], () => {
      addTo({ due: iso(dayHere()) });
    }),
  ];
}

/** The focus stays with the days, if it was there. */
function turnPage(by: 1 | -1, weekLength: number): void {
  const hadFocus = document.activeElement?.closest("[role=grid]");
  turn(by, weekLength);
  if (hadFocus) void focusDay(dayHere());
}

/** The todo at hand goes to another day or hour, and the focus with it. */
export function moveCommands(): Command[] {
  const [todo] = meant();
  if (!todo?.due) return [];
  const isByHour = viewHere() === "week" && todo.due.includes("T");
  const move = (id: string, key: string, run: () => Day | undefined): Command => ({
    ...{ id: `calendar-${id}`, label: say(`calendar_${id}` as "calendar_later"), keys: [key] },
    run: () => {
      follow(todo, run());
    },
  });
  const days = (id: string, key: string, by: number) => move(id, key, () => moveDays(todo, by));
  const minutes = (id: string, key: string, by: number) => move(id, key, () => moveMinutes(todo, by));
  const length = (id: string, key: string, by: number): Command => ({
    ...{ id: `calendar-${id}`, label: say(`calendar_${id}` as "calendar_longer"), keys: [key] },
    run: () => {
      lengthen(todo, by);
    },
  });
  return [
    days("day_earlier", "Alt+ArrowLeft", -1),
    days("day_later", "Alt+ArrowRight", 1),
    ...(isByHour
      ? [
          minutes("sooner", "Alt+ArrowUp", -STEP),
          minutes("later", "Alt+ArrowDown", STEP),
          length("shorter", "Alt+Shift+ArrowUp", -STRETCH),
          length("longer", "Alt+Shift+ArrowDown", STRETCH),
        ]
      : [days("week_earlier", "Alt+ArrowUp", -7), days("week_later", "Alt+ArrowDown", 7)]),
  ];
}

function follow(todo: Todo, day: Day | undefined): void {
  if (day === undefined) return;
  take(day);
  focus(todo.id);
}
