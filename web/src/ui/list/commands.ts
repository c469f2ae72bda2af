import type { Priority, Todo } from "../../model/row";
import { rows } from "../app.svelte";
import { ask, matching, type Option } from "../ask.svelte";
import { askDate, askList, askPriority, askTags } from "../asking";
import type { Command } from "../commands.svelte";
import { done, prioritise, remove, toggle } from "../deeds.svelte";
import type { IconName } from "../icons";
import { openTodo } from "../route.svelte";
import { atHand, choose, chooseAll, chooseNone, chosenCount, meant, move } from "../selection.svelte";
import { say } from "../words/say";
import type { Group } from "./group";
import { shift } from "./order";

interface Verb extends Command {
  readonly icon: IconName;
  readonly isInMenu: boolean;
}

let groupsShown: readonly Group[] = [];

/** What the keys do in a list, to what is chosen or at hand. */
export function listCommands(groups: readonly Group[]): Command[] {
  groupsShown = groups;
  const isAny = meant().length > 0;
  return [...verbs(meant).map((it) => ({ ...it, isOnlyKey: !isAny })), ...moves(), ...priorities()];
}

/** The same by pointer or thumb. */
export function openMenu(todos: readonly Todo[]): void {
  const now = () => todos.flatMap(({ id }) => rows().todo.get(id) ?? []);
  const [first] = todos;
  const options = verbs(now).flatMap(({ id, label, keys: [keys], icon, run, isInMenu }): Option[] =>
    isInMenu ? [{ id, label, icon, run, ...(keys !== undefined && { keys }) }] : [],
  );
  ask({
    label: todos.length === 1 && first ? first.title : say("n_selected", { n: todos.length }),
    options: (text) => matching(options, text),
  });
}

function verbs(of: () => Todo[]): Verb[] {
  const verb = (id: string, label: string, icon: IconName, keys: string[], run: () => void, isInMenu = true): Verb => ({
    ...{ id, label, icon, keys, isInMenu },
    run,
  });
  return [
    verb("complete", completing(of()), "check", ["e", "Space"], () => {
      toggle(of());
    }),
    verb("open", say("open_details"), "notes", [], () => {
      const [first] = of();
      if (first) openTodo(first.id);
    }),
    verb("schedule", say("schedule"), "calendar", ["t"], some(of, askDate)),
    verb("priority", say("set_priority"), "flag", ["p"], some(of, askPriority)),
    verb("move", say("move_to_list"), "list", ["v"], some(of, askList)),
    verb("tags", say("set_tags"), "tag", ["l"], some(of, askTags)),
    verb("up", say("move_up"), "up", ["Alt+ArrowUp", "K"], () => {
      shift(groupsShown, of(), -1);
    }),
    verb("down", say("move_down"), "down", ["Alt+ArrowDown", "J"], () => {
      shift(groupsShown, of(), 1);
    }),
    verb("subtask", say("make_subtask"), "subtasks", ["Alt+ArrowRight"], () => {
      indent(of());
    }),
    verb("select", say("select"), "completed", ["x"], () => {
      const id = of()[0]?.id ?? atHand();
      if (id !== undefined) choose(id);
    }),
    verb("delete", say("delete"), "trash", ["Delete", "#"], () => {
      remove(of());
    }),
  ];
}

function completing(todos: readonly Todo[]): string {
  return todos.length > 0 && todos.every(({ status }) => status !== "open") ? say("reopen") : say("complete");
}

function moves(): Command[] {
  const command = (id: string, label: string, keys: string[], run: () => void): Command => ({
    id,
    label,
    keys,
    run,
    isOnlyKey: true,
  });
  return [
    command("next", say("next_todo"), ["j", "ArrowDown"], () => {
      move(1);
    }),
    command("previous", say("previous_todo"), ["k", "ArrowUp"], () => {
      move(-1);
    }),
    command("extend_down", say("select"), ["Shift+ArrowDown"], () => {
      move(1, { extends: true });
    }),
    command("extend_up", say("select"), ["Shift+ArrowUp"], () => {
      move(-1, { extends: true });
    }),
    { id: "all", label: say("select_all"), keys: ["Ctrl+a"], icon: "completed", run: chooseAll },
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
    isOnlyKey: true,
    run: some(meant, (todos) => {
      prioritise(todos, level);
    }),
  }));
}

function some(of: () => Todo[], then: (todos: Todo[]) => void): () => void {
  return () => {
    const todos = of();
    if (todos.length > 0) then(todos);
  };
}

/** A subtask of the todo above it on the screen. */
function indent(todos: readonly Todo[]): void {
  const ids = new Set(todos.map(({ id }) => id));
  const group = groupsShown.find((it) => it.todos.some(({ id }) => ids.has(id)));
  const at = group?.todos.findIndex(({ id }) => ids.has(id)) ?? 0;
  const above = group?.todos[at - 1];
  if (!above) return;
  done(
    say("did_move", { where: above.title }),
    ...todos.map(({ id }) => ({ name: "todo.patch" as const, args: { id, parent: above.id } })),
  );
}
