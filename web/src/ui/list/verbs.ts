import type { Beginning } from "../../model/adding";
import { duplicating } from "../../model/nesting";
import type { Todo } from "../../model/row";
import { newId, rows } from "../app.svelte";
import { ask, matching, type Option } from "../ask.svelte";
import { askDate, askDeadline, askList, askPriority, askTags } from "../asking";
import type { Command } from "../commands.svelte";
import { done, remove, toggle } from "../deeds.svelte";
import type { IconName } from "../icons";
import { addTo } from "../quick/add-to.svelte";
import { openTodo, route } from "../route.svelte";
import { choose } from "../selection.svelte";
import { say } from "../words/say";
import type { Group } from "./group";
import { indent, outdent } from "./nesting";
import { shift } from "./order";

/** What can be done to todos, one or several: by a key, from the palette, and from a row's menu. */
export interface Verb extends Command {
  readonly icon: IconName;
}

let groupsShown: readonly Group[] = [];

/** Up, down, in and below are as they stand in these. */
export function showGroups(groups: readonly Group[]): void {
  groupsShown = groups;
}

/** `of` says of which; nothing is done where there are none. */
export function verbs(of: () => readonly Todo[]): Verb[] {
  const verb = (id: string, label: string, icon: IconName, keys: string[], run: (todos: readonly Todo[]) => void) => ({
    ...{ id, label, icon, keys, isOfTodo: true },
    run: () => {
      const todos = of();
      if (todos.length > 0) run(todos);
    },
  });
  return [
    verb("complete", completing(of()), "check", ["e", "Space"], toggle),
    verb("open", say("open_details"), "notes", [], ([first]) => {
      if (first) openTodo(first.id);
    }),
    { ...verb("schedule", say("schedule"), "calendar", ["t"], askDate), then: ["t", "m", "w", "n"] },
    verb("deadline", say("set_deadline"), "deadline", ["d"], askDeadline),
    verb("priority", say("set_priority"), "flag", ["p"], askPriority),
    verb("move", say("move_to_list"), "list", ["v"], askList),
    verb("tags", say("set_tags"), "tag", ["l"], askTags),
    verb("up", say("move_up"), "up", ["Alt+ArrowUp", "K"], (todos) => {
      shift(groupsShown, todos, -1);
    }),
    verb("down", say("move_down"), "down", ["Alt+ArrowDown", "J"], (todos) => {
      shift(groupsShown, todos, 1);
    }),
    verb("subtask", say("make_subtask"), "subtasks", ["Alt+ArrowRight"], (todos) => {
      indent(groupsShown, todos);
    }),
    {
      ...verb("outdent", say("outdent"), "outdent", ["Alt+ArrowLeft"], outdent),
      isOnlyKey: of().every(({ parent }) => parent === null),
    },
    verb("below", say("keys_add_below"), "plus", ["Q"], (todos) => {
      const last = todos.at(-1);
      if (last) addTo(below(last));
    }),
    verb("duplicate", say("duplicate"), "copy", [], duplicate),
    verb("select", say("select"), "completed", ["x"], ([first]) => {
      if (first) choose(first.id);
    }),
    verb("delete", say("delete"), "trash", ["Delete", "#"], remove),
  ];
}

/** A row's menu: all of it by pointer or thumb. */
export function openMenu(todos: readonly Todo[]): void {
  const now = () => todos.flatMap(({ id }) => rows().todo.get(id) ?? []);
  const [first] = todos;
  const options = verbs(now)
    .filter(({ isOnlyKey }) => !isOnlyKey)
    .map(({ id, label, keys: [keys], icon, run }): Option => ({
      ...{ id, label, icon, run },
      ...(keys !== undefined && { keys }),
    }));
  ask({
    label: todos.length === 1 && first ? first.title : say("n_selected", { n: todos.length }),
    options: (text) => matching(options, text),
  });
}

/** Where it is, right behind it; on a screen that shows days or a tag, so that it shows there. */
function below({ id, list, section, parent, due }: Todo): Beginning {
  const { screen, id: shown } = route();
  const isByDay = !groupsShown.some(({ place, todos }) => place && todos.some((it) => it.id === id));
  const isTagged = screen === "tag" && shown !== undefined;
  return {
    ...{ list, section, parent, behind: id },
    ...(isByDay && due !== null && { due: due.slice(0, 10) }),
    ...(isTagged && { tags: [shown] }),
  };
}

export function duplicate(todos: readonly Todo[]): void {
  done(say("did_duplicate"), ...todos.flatMap((todo) => duplicating(rows(), todo, newId)));
}

function completing(todos: readonly Todo[]): string {
  return todos.length > 0 && todos.every(({ status }) => status !== "open") ? say("reopen") : say("complete");
}
