import type { Column } from "../../model/board";
import type { Id } from "../../model/row";
import type { Group } from "../list/group";
import { say } from "../words/say";

/** A column as the groups that the keys of a list know. */
export interface Shown {
  readonly key: string;
  readonly title: string;
  readonly open: Group;
  readonly done: Group;
}

export function shown(list: Id, { section, todos, done }: Column): Shown {
  const key = section?.id ?? "none";
  const title = section?.name ?? say("no_section");
  const place = { list, section: section?.id ?? null };
  return {
    key,
    title,
    open: { key, title, todos, place, ...(section && { section }) },
    done: {
      ...{ key: `done-${key}`, title: say("done", { n: done.length }), todos: done },
      ...{ isDone: true, isFolded: true },
    },
  };
}
