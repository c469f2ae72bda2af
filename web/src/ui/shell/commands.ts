import type { Command } from "../commands.svelte";
import { redo, undo } from "../deeds.svelte";
import { openPalette } from "../palette/open";
import { go, path } from "../route.svelte";
import { say } from "../words/say";
import { addList } from "./nouns";

const PLACES = [
  ["inbox", "g i"],
  ["today", "g t"],
  ["upcoming", "g u"],
  ["calendar", "g c"],
  ["completed", "g d"],
  ["trash", "g x"],
  ["settings", "g s"],
] as const;

/** What works everywhere. */
export function shellCommands(add: () => void, turnSidebar: () => void): Command[] {
  return [
    { id: "add", label: say("add_short"), keys: ["q"], icon: "plus", run: add },
    { id: "palette", label: say("search_or_command"), keys: ["Ctrl+k"], run: openPalette, isOnlyKey: true },
    {
      id: "search",
      label: say("search"),
      keys: ["/"],
      icon: "search",
      run: () => {
        go(path("search"));
      },
    },
    { id: "undo", label: say("undo"), keys: ["z", "Ctrl+z"], icon: "undo", run: undo },
    { id: "redo", label: say("redo"), keys: ["Z", "Ctrl+Shift+z", "Ctrl+y"], icon: "redo", run: redo },
    ...PLACES.map(([screen, keys]): Command => ({
      id: `go-${screen}`,
      label: say("go_to", { where: say(screen) }),
      keys: [keys],
      icon: screen,
      run: () => {
        go(path(screen));
      },
    })),
    {
      id: "list",
      label: say("new_list"),
      keys: ["g n"],
      icon: "list",
      run: () => {
        addList();
      },
    },
    { id: "sidebar", label: say("sidebar"), keys: ["["], icon: "menu", run: turnSidebar },
  ];
}
