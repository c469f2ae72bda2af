import type { Filter, List, Tag } from "../../model/row";
import { rows } from "../app.svelte";
import { done } from "../deeds.svelte";
import { wanted } from "../wanted";
import { say, wordsBehind } from "../words/say";

export type Named = "list" | "tag" | "filter";

/** Tags and filters that are not in the trash, in order. */
export function live(noun: "tag" | "filter"): (Tag | Filter)[] {
  return rows()
    [noun].inOrder()
    .filter(({ deleted_at }) => deleted_at === null);
}

export function turnView({ id, view }: List): void {
  done(say("did_change"), { name: "list.patch", args: { id, view: view === "board" ? "list" : "board" } });
}

/** What can be done to it, as a menu; loaded with the first that is opened. */
export async function openNoun(row: List | Tag | Filter): Promise<void> {
  const [{ openList, openTag, openFilter }] = await wanted(Promise.all([import("./menus"), wordsBehind()]));
  if ("view" in row) openList(row);
  else if ("query" in row) openFilter(row);
  else openTag(row);
}
