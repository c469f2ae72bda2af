import type { Filter, Id, List, Tag } from "../../model/row";

/** What is being made or changed on its sheet: without a row it is a new one. */
export type Making =
  | { readonly noun: "list"; readonly row?: List; readonly parent?: Id | null }
  | { readonly noun: "tag"; readonly row?: Tag }
  | { readonly noun: "filter"; readonly row?: Filter; readonly name?: string; readonly query?: string };

let now = $state.raw<Making | undefined>();

export function making(): Making | undefined {
  return now;
}

export function make(it: Making): void {
  now = it;
}

export function stopMaking(): void {
  now = undefined;
}
