import { untrack } from "svelte";

import type { Id } from "../../model/row";
import { offer } from "../commands.svelte";
import { isFolded as isSectionFolded, turn as turnSection } from "../folded.svelte";
import { chooseNone, show, take } from "../selection.svelte";
import { listCommands } from "./commands";
import type { Group } from "./group";

export interface OnScreen {
  /** Of what is not folded away, in order. */
  readonly ids: readonly Id[];
  isFolded(group: Group): boolean;
  turn(group: Group): void;
}

/** What every screen of todos has, however it draws them: the keys, the choosing, the folding. For a component's beginning. */
export function onScreen(groups: () => readonly Group[]): OnScreen {
  const turned = $state<Record<string, boolean>>({});
  const isFolded = ({ key, section, isFolded: isAtFirst = false }: Group) =>
    section ? isSectionFolded(section.id) : (turned[key] ?? isAtFirst);
  const ids = $derived(
    ([] as Id[]).concat(...groups().map((group) => (isFolded(group) ? [] : group.todos.map(({ id }) => id)))),
  );

  $effect(() => {
    const now = ids;
    untrack(() => {
      show(now);
    });
  });
  $effect(() => offer(() => listCommands(groups())));
  $effect(() => () => {
    chooseNone();
    take(undefined);
  });

  return {
    get ids() {
      return ids;
    },
    isFolded,
    turn(group) {
      if (group.section) turnSection(group.section.id);
      else turned[group.key] = !isFolded(group);
    },
  };
}
