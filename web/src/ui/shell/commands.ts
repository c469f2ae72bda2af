import { lists } from "../../model/queries";
import type { Id } from "../../model/row";
import { rows } from "../app.svelte";
import { fold } from "../ask.svelte";
import type { Command } from "../commands.svelte";
import { redo, undo } from "../deeds.svelte";
import { make } from "../making/making.svelte";
import type { IconName } from "../icons";
import { openPalette } from "../palette/open";
import { go, path } from "../route.svelte";
import { type Said, say } from "../words/say";

const PLACES = [
  ["inbox", "g i"],
  ["today", "g t"],
  ["upcoming", "g u"],
  ["calendar", "g c"],
  ["completed", "g d"],
  ["trash", "g x"],
  ["settings", "g s"],
] as const;

const OVERVIEWS = [
  ["lists", "g l", "list"],
  ["filters", "g f", "filter"],
  ["tags", "g @", "tag"],
] as const;

const NEW = [
  ["list", "new_list", ["g n"]],
  ["filter", "new_filter_title", []],
  ["tag", "new_tag", []],
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
    ...PLACES.map(([screen, keys]) => going(screen, keys, screen)),
    ...OVERVIEWS.map(([screen, keys, icon]) => going(screen, keys, icon)),
    ...toLists(),
    ...NEW.map(([noun, label, keys]): Command => ({
      id: `new-${noun}`,
      label: say(label),
      keys,
      icon: noun,
      run: () => {
        make({ noun });
      },
    })),
    { id: "sidebar", label: say("sidebar"), keys: ["["], icon: "menu", run: turnSidebar },
  ];
}

function going(screen: Said, key: string, icon: IconName): Command {
  const run = () => {
    go(path(screen));
  };
  return { id: `go-${screen}`, label: say("go_to", { where: say(screen) }), keys: [key], icon, run };
}

/** A list is reached by the letter that it begins with, where no screen and no list above it is. */
function toLists(): Command[] {
  const keys = listKeys();
  return lists(rows()).flatMap(({ id, name }): Command[] => {
    const key = keys.get(id);
    const run = () => {
      go(path("list", id));
    };
    return key === undefined
      ? []
      : [{ id: `go-${id}`, label: say("go_to", { where: name }), keys: [key], isOnlyKey: true, run }];
  });
}

/** The keys that lead to lists, also for whoever shows them. */
export function listKeys(): Map<Id, string> {
  const taken = new Set([...[...PLACES, ...OVERVIEWS].map(([, keys]) => keys), "g n"].map(String));
  const found = new Map<Id, string>();
  for (const { id, name } of lists(rows())) {
    const key = `g ${fold(name).charAt(0)}`;
    if (!/[a-z]$/.test(key) || taken.has(key)) continue;
    taken.add(key);
    found.set(id, key);
  }
  return found;
}
