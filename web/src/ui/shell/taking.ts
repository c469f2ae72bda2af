import type { Attachment } from "svelte/attachments";

import { iso } from "../../model/day";
import { dueDay } from "../../model/queries";
import type { Id, Todo } from "../../model/row";
import { dayIn } from "../../model/zone";
import { clock } from "../app.svelte";
import { moveTo, remove, schedule, tag } from "../deeds.svelte";
import { lands } from "../drag/drag.svelte";
import type { Entry } from "./entry";

/** What the way to a screen does with todos that are dropped on it; nothing where that would mean nothing. */
export function taking({ screen, id = "" }: Entry): Attachment<HTMLElement> | undefined {
  switch (screen) {
    case "inbox":
      return only(isElsewhere(null), (todos) => {
        moveTo(todos, null);
      });
    case "list":
      return only(isElsewhere(id), (todos) => {
        moveTo(todos, id);
      });
    case "tag":
      return only(
        ({ tags }) => !tags.includes(id),
        (todos) => {
          tag(todos, id, true);
        },
      );
    case "today":
      return only(isAnotherDay, (todos) => {
        schedule(todos, { due: iso(today()) });
      });
    case "trash":
      return only(() => true, remove);
    default:
      return undefined;
  }
}

/** Takes those for which it makes a difference. */
function only(differs: (todo: Todo) => boolean, drop: (todos: Todo[]) => void): Attachment<HTMLElement> {
  return lands({
    accepts: (todos) => todos.some(differs),
    drop: (todos) => {
      drop(todos.filter(differs));
    },
  });
}

function isElsewhere(id: Id | null) {
  return ({ list }: Todo) => list !== id;
}

function isAnotherDay(todo: Todo): boolean {
  return todo.due === null || dueDay(todo, clock().zone) !== today();
}

function today() {
  return dayIn(clock().milliseconds, clock().zone);
}
