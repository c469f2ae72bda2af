import { placeAmongAll, replaced, stepped } from "../../model/list-moves";
import { type Branch, branches } from "../../model/list-tree";
import { lists } from "../../model/queries";
import type { List } from "../../model/row";
import { act, rows } from "../app.svelte";
import { done } from "../deeds.svelte";
import { announce } from "../toast.svelte";
import { say } from "../words/say";

/** Puts the list behind `shownAt` of the others, as they are seen in the sidebar. */
export function putList(list: List, seen: readonly Branch[], shownAt: number): void {
  const all = branches(lists(rows()));
  const at = placeAmongAll(all, seen, list, shownAt);
  const fields = replaced(all, list, at);
  if (fields) done(said(at), { name: "list.patch", args: { id: list.id, ...fields } });
}

/** One place up or down among the lists that are where it is. */
export function stepList(list: List, by: 1 | -1): void {
  const all = branches(lists(rows()));
  const at = stepped(all, list, by);
  const fields = at === undefined ? undefined : replaced(all, list, at);
  if (at === undefined || !fields) return;
  act(said(at), { name: "list.patch", args: { id: list.id, ...fields } });
  announce(said(at));
}

function said(at: number): string {
  return say("did_reorder", { n: at + 1, all: lists(rows()).length });
}
