import type { Id, List, Section } from "../../model/row";
import { newId } from "../app.svelte";
import { ask, matching } from "../ask.svelte";
import { askName } from "../asking";
import { done } from "../deeds.svelte";
import { say } from "../words/say";

/** What can be done to a section of a list. */
export function openSection({ id, name }: Section): void {
  const options = [
    {
      id: "rename",
      label: say("rename"),
      icon: "notes" as const,
      run: () => {
        askName(say("ask_name"), name, (to) => {
          done(say("did_rename"), { name: "section.patch", args: { id, name: to } });
        });
      },
    },
    {
      id: "delete",
      label: say("delete"),
      icon: "trash" as const,
      run: () => {
        done(say("did_delete", { title: name }), { name: "section.delete", args: { id } });
      },
    },
  ];
  ask({ label: name, options: (text) => matching(options, text) });
}

export function addSection(list: List | Id): void {
  const of = typeof list === "string" ? list : list.id;
  askName(say("new_section"), "", (name) => {
    done(say("did_create", { title: name }), { name: "section.create", args: { id: newId(), list: of, name } });
  });
}
