import type { Component } from "svelte";

import Inbox from "./screens/Inbox.svelte";
import ListScreen from "./screens/ListScreen.svelte";
import Missing from "./screens/Missing.svelte";
import Today from "./screens/Today.svelte";
import { wordsBehind } from "./words/say";

type Screen = Component<{ id: string }>;

/** Each screen by its name in the address, with the id that may follow. Those of every day are there from the beginning. */
export const SCREENS: Readonly<Record<string, () => Screen | Promise<Screen>>> = {
  inbox: plain(Inbox),
  today: plain(Today),
  upcoming: behind(() => import("./screens/Upcoming.svelte")),
  calendar: behind(() => import("./calendar/Calendar.svelte")),
  list: () => ListScreen,
  tag: behind(() => import("./screens/TagScreen.svelte")),
  // With the language of filters.
  filter: behind(() => import("./screens/FilterScreen.svelte")),
  search: behind(() => import("./screens/SearchScreen.svelte")),
  lists: behind(() => import("./screens/Overview.svelte")),
  tags: behind(() => import("./screens/Overview.svelte")),
  filters: behind(() => import("./screens/Overview.svelte")),
  completed: behind(() => import("./screens/Completed.svelte")),
  trash: behind(() => import("./screens/Trash.svelte")),
  settings: behind(() => import("./settings/Settings.svelte")),
  missing: plain(Missing),
};

/** A screen whose name says everything. */
function plain(screen: Component<Record<string, never>>): () => Screen {
  return () => screen as unknown as Screen;
}

/** A screen that is a file of its own, with the words that come with it. */
function behind(load: () => Promise<{ default: unknown }>): () => Promise<Screen> {
  return async () => {
    const [{ default: screen }] = await Promise.all([load(), wordsBehind()]);
    return screen as Screen;
  };
}
