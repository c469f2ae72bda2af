import type { Priority } from "../../model/row";
import type { Command } from "../commands.svelte";
import { prioritise } from "../deeds.svelte";
import { atHand, choose, chooseAll, chooseNone, chosenCount, meant, move } from "../selection.svelte";
import { say } from "../words/say";
import type { Group } from "./group";
import { showGroups, verbs } from "./verbs";

/** What the keys do in a list, to what is chosen or at hand. */
export function listCommands(groups: readonly Group[]): Command[] {
  showGroups(groups);
  const isAny = meant().length > 0;
  return [
    ...verbs(meant).map((it) => ({ ...it, isOnlyKey: !isAny || it.isOnlyKey === true })),
    ...choosing(),
    ...moves(),
    ...priorities(),
  ];
}

/** Also where nothing is at hand yet. */
function choosing(): Command[] {
  const run = () => {
    const id = meant()[0]?.id ?? atHand();
    if (id !== undefined) choose(id);
  };
  return meant().length > 0 ? [] : [{ id: "select", label: say("select"), keys: ["x"], isOnlyKey: true, run }];
}

function moves(): Command[] {
  const command = (id: string, label: string, keys: string[], run: () => void): Command => ({
    ...{ id, label, keys, run },
    isOfTodo: true,
    isOnlyKey: true,
  });
  return [
    command("next", say("next_todo"), ["j", "ArrowDown"], () => {
      move(1);
    }),
    command("previous", say("previous_todo"), ["k", "ArrowUp"], () => {
      move(-1);
    }),
    command("extend_down", say("keys_extend"), ["Shift+ArrowDown"], () => {
      move(1, { extends: true });
    }),
    command("extend_up", say("keys_extend"), ["Shift+ArrowUp"], () => {
      move(-1, { extends: true });
    }),
    { id: "all", label: say("select_all"), keys: ["Ctrl+a"], icon: "completed", isOfTodo: true, run: chooseAll },
    ...(chosenCount() > 0 ? [command("none", say("select_none"), ["Escape"], chooseNone)] : []),
  ];
}

function priorities(): Command[] {
  const levels: [string, Priority][] = [
    ["1", 4],
    ["2", 3],
    ["3", 2],
    ["4", 1],
    ["0", 0],
  ];
  return levels.map(([key, level]) => ({
    id: `priority-${key}`,
    label: say(`priority_${level}`),
    keys: [key],
    isOfTodo: true,
    isOnlyKey: true,
    run: () => {
      const todos = meant();
      if (todos.length > 0) prioritise(todos, level);
    },
  }));
}
