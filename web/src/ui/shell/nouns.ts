import type { Wish } from "../../model/mutation";
import type { Color, Filter, Id, List, Tag } from "../../model/row";
import { newId } from "../app.svelte";
import { ask, matching, type Option } from "../ask.svelte";
import { askName } from "../asking";
import { done } from "../deeds.svelte";
import { addSection } from "../list/sections";
import { go, path } from "../route.svelte";
import { say } from "../words/say";
import { stepList } from "./list-order";

/** What can be done to lists, tags and filters themselves. */

type Named = "list" | "tag" | "filter";

export const COLORS: readonly Color[] = [
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "indigo",
  "purple",
  "pink",
  "grey",
];

export function addList(parent: Id | null = null): void {
  askName(say("new_list"), "", (name) => {
    const id = newId();
    done(say("did_create", { title: name }), { name: "list.create", args: { id, name, ...(parent && { parent }) } });
    go(path("list", id));
  });
}

export function openList(list: List): void {
  open(list.name, [
    option("section", say("new_section"), () => {
      addSection(list.id);
    }),
    option("view", say(list.view === "board" ? "as_list" : "as_board"), () => {
      turnView(list);
    }),
    ...common("list", list),
    option("up", say("move_up"), () => {
      stepList(list, -1);
    }),
    option("down", say("move_down"), () => {
      stepList(list, 1);
    }),
    ...(list.parent === null
      ? [
          option("sublist", say("new_sublist"), () => {
            addList(list.id);
          }),
        ]
      : []),
    deletion("list", list),
  ]);
}

export function turnView({ id, view }: List): void {
  done(say("did_change"), { name: "list.patch", args: { id, view: view === "board" ? "list" : "board" } });
}

export function openNamed(noun: "tag" | "filter", row: Tag | Filter): void {
  open(row.name, [...common(noun, row), deletion(noun, row)]);
}

function common(noun: Named, { id, name }: List | Tag | Filter): Option[] {
  return [
    option("rename", say("rename"), () => {
      askName(say("ask_name"), name, (to) => {
        done(say("did_rename"), patch(noun, id, { name: to }));
      });
    }),
    option("color", say("ask_color"), () => {
      const options = COLORS.map((color): Option => ({
        ...option(color, say(color), () => {
          done(say("did_change"), patch(noun, id, { color }));
        }),
        icon: "flag",
        color,
      }));
      open(say("ask_color"), options);
    }),
  ];
}

function deletion(noun: Named, { id, name }: List | Tag | Filter): Option {
  return option("delete", say("delete"), () => {
    done(say("did_delete", { title: name }), { name: `${noun}.delete`, args: { id } });
    go(path("today"));
  });
}

function patch(noun: Named, id: Id, fields: { name?: string; color?: Color }): Wish {
  return { name: `${noun}.patch`, args: { id, ...fields } };
}

function open(label: string, options: readonly Option[]): void {
  ask({ label, options: (text) => matching(options, text) });
}

function option(id: string, label: string, run: () => void): Option {
  return { id, label, run };
}
