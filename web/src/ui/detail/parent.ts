import { isWithin } from "../../model/nesting";
import { isOpen } from "../../model/queries";
import type { Id, Todo } from "../../model/row";
import { rows } from "../app.svelte";
import { ask, fold, type Option } from "../ask.svelte";
import { say } from "../words/say";
import { change } from "./change";

const MOST = 30;

/** Which todo it is to be a part of: any open one that is not it, nor below it. */
export function askParent(todo: Todo): void {
  ask({
    label: say("ask_parent"),
    options: (text) => {
      const words = fold(text).split(/\s+/u).filter(Boolean);
      const fits = (it: Todo) => words.every((word) => fold(it.title).includes(word));
      const found = rows()
        .todo.inOrder()
        .filter((it) => isOpen(it) && fits(it) && !isWithin(rows(), it, todo.id));
      return found.slice(0, MOST).map((it): Option => option(todo.id, it));
    },
  });
}

function option(id: Id, { id: parent, title, list }: Todo): Option {
  const note = list === null ? say("inbox") : (rows().list.get(list)?.name ?? "");
  const run = () => {
    change(id, { parent });
  };
  return { id: parent, label: title, note, icon: "subtasks", run };
}
