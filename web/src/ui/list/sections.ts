import { oneFurther } from "../../model/ordering";
import { sectionsOf } from "../../model/queries";
import type { Id, Section } from "../../model/row";
import { newId, rows } from "../app.svelte";
import { ask, matching, type Option } from "../ask.svelte";
import { askName } from "../asking";
import { done } from "../deeds.svelte";
import { isFolded, turn } from "../folded.svelte";
import type { IconName } from "../icons";
import { say } from "../words/say";

/** What can be done to a section of a list. */
export function openSection(section: Section): void {
  const { id, name, list } = section;
  const options = [
    option("rename", say("rename"), "notes", () => {
      askName(say("ask_name"), name, (to) => {
        done(say("did_rename"), { name: "section.patch", args: { id, name: to } });
      });
    }),
    ...moves(section),
    option("fold", say(isFolded(id) ? "unfold" : "fold"), "chevron", () => {
      turn(id);
    }),
    option("new", say("new_section"), "plus", () => {
      addSection(list);
    }),
    option("delete", say("delete"), "trash", () => {
      done(say("did_delete", { title: name }), { name: "section.delete", args: { id } });
    }),
  ];
  ask({ label: name, options: (text) => matching(options, text) });
}

export function addSection(list: Id): void {
  askName(say("new_section"), "", (name) => {
    done(say("did_create", { title: name }), { name: "section.create", args: { id: newId(), list, name } });
  });
}

const WAYS = {
  board: { back: ["move_left", "left"], on: ["move_right", "right"] },
  list: { back: ["move_up", "up"], on: ["move_down", "down"] },
} as const;

/** Where there is something to pass; on a board sections stand beside each other. */
function moves({ id, list }: Section): Option[] {
  const ways = WAYS[rows().list.get(list)?.view ?? "list"];
  return (["back", "on"] as const).flatMap((way) => {
    const position = oneFurther(sectionsOf(rows(), list), id, way === "on" ? 1 : -1);
    if (position === undefined) return [];
    const [label, icon] = ways[way];
    const run = () => {
      done(say("did_move_section"), { name: "section.patch", args: { id, position } });
    };
    return [option(way, say(label), icon, run)];
  });
}

function option(id: string, label: string, icon: IconName, run: () => void): Option {
  return { id, label, icon, run };
}
