import { neighbour, type Way } from "../../model/board";
import type { Id } from "../../model/row";
import { focus, meant, take, taken } from "../selection.svelte";
import type { Command } from "../commands.svelte";
import { put } from "../list/order";
import { say } from "../words/say";
import type { Shown } from "./groups";

/** What of the keys of a list is another thing on a board: two more ways to go, and to carry a card. */
export function boardCommands(columns: readonly Shown[], ids: readonly (readonly Id[])[], add: () => void): Command[] {
  const command = (id: string, label: string, keys: string[], run: () => void): Command => ({
    ...{ id, label, keys, run },
    isOnlyKey: true,
  });
  const going = (id: string, label: string, way: Way, ...keys: string[]) =>
    command(id, label, keys, () => {
      go(ids, way);
    });
  return [
    command("add", say("add_short"), ["q"], add),
    going("next", say("next_todo"), "down", "j", "ArrowDown"),
    going("previous", say("previous_todo"), "up", "k", "ArrowUp"),
    going("card_left", say("card_left"), "left", "ArrowLeft"),
    going("card_right", say("card_right"), "right", "ArrowRight"),
    command("move_left", say("move_card_left"), ["Alt+ArrowLeft"], () => {
      carry(columns, -1);
    }),
    command("move_right", say("move_card_right"), ["Alt+ArrowRight"], () => {
      carry(columns, 1);
    }),
  ];
}

function go(ids: readonly (readonly Id[])[], way: Way): void {
  const next = neighbour(ids, taken(), way);
  if (next === undefined) return;
  take(next);
  focus(next);
}

/** The cards that are meant go into the next column, as high as they stood. */
function carry(columns: readonly Shown[], by: 1 | -1): void {
  const todos = meant();
  const first = todos[0]?.id;
  const at = columns.findIndex(({ open }) => open.todos.some(({ id }) => id === first));
  const [here, next] = [columns[at], columns[at + by]];
  if (!here || !next) return;
  const index = here.open.todos.findIndex(({ id }) => id === first);
  put(todos, next.open, Math.min(index, next.open.todos.length));
  queueMicrotask(() => {
    if (first !== undefined) focus(first);
  });
}
