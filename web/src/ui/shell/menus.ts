import { oneFurther } from "../../model/ordering";
import type { Filter, Id, List, Tag } from "../../model/row";
import { ask, matching, type Option } from "../ask.svelte";
import { done } from "../deeds.svelte";
import type { IconName } from "../icons";
import { addSection } from "../list/sections";
import { make } from "../making/making.svelte";
import { go, path, route } from "../route.svelte";
import { say } from "../words/say";
import { stepList } from "./list-order";
import { live, type Named, turnView } from "./nouns";

/** What can be done to lists, tags and filters themselves. */

export function openList(list: List): void {
  const isBoard = list.view === "board";
  open(list.name, [
    option("section", say("new_section"), "plus", () => {
      addSection(list.id);
    }),
    option("view", say(isBoard ? "as_list" : "as_board"), isBoard ? "list" : "board", () => {
      turnView(list);
    }),
    option("edit", say("edit"), "notes", () => {
      make({ noun: "list", row: list });
    }),
    option("sublist", say("new_sublist"), "subtasks", () => {
      make({ noun: "list", parent: list.id });
    }),
    ...([-1, 1] as const).map((by) =>
      moving(by, () => {
        stepList(list, by);
      }),
    ),
    deletion("list", list),
  ]);
}

export function openTag(row: Tag): void {
  const edit = () => {
    make({ noun: "tag", row });
  };
  open(row.name, [option("edit", say("edit"), "notes", edit), ...moves("tag", row.id), deletion("tag", row)]);
}

export function openFilter(row: Filter): void {
  const edit = () => {
    make({ noun: "filter", row });
  };
  open(row.name, [option("edit", say("edit"), "notes", edit), ...moves("filter", row.id), deletion("filter", row)]);
}

/** To the trash; who was looking at it is elsewhere then. */
export function throwAway(noun: Named, { id, name }: List | Tag | Filter): void {
  done(say("did_delete", { title: name }), { name: `${noun}.delete`, args: { id } });
  if (route().id === id) go(path("today"));
}

/** One place up or down among the others; nothing at the edge. */
export function step(noun: "tag" | "filter", id: Id, by: 1 | -1): void {
  const position = oneFurther(live(noun), id, by);
  if (position !== undefined) done(say("did_change"), { name: `${noun}.patch`, args: { id, position } });
}

function moves(noun: "tag" | "filter", id: Id): Option[] {
  const possible = ([-1, 1] as const).filter((by) => oneFurther(live(noun), id, by) !== undefined);
  return possible.map((by) =>
    moving(by, () => {
      step(noun, id, by);
    }),
  );
}

function moving(by: 1 | -1, run: () => void): Option {
  return by === 1 ? option("down", say("move_down"), "down", run) : option("up", say("move_up"), "up", run);
}

function deletion(noun: Named, row: List | Tag | Filter): Option {
  return option("delete", say("delete"), "trash", () => {
    throwAway(noun, row);
  });
}

function open(label: string, options: readonly Option[]): void {
  ask({ label, options: (text) => matching(options, text) });
}

function option(id: string, label: string, icon: IconName, run: () => void): Option {
  return { id, label, icon, run };
}
