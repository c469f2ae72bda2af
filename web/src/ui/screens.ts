import type { Component } from "svelte";

import Inbox from "./screens/Inbox.svelte";
import ListScreen from "./screens/ListScreen.svelte";
import Missing from "./screens/Missing.svelte";
import SearchScreen from "./screens/SearchScreen.svelte";
import TagScreen from "./screens/TagScreen.svelte";
import Today from "./screens/Today.svelte";
import Upcoming from "./screens/Upcoming.svelte";

type Screen = Component<{ id: string }>;

/** Each screen by its name in the address, with the id that may follow. Those of every day are there from the beginning. */
export const SCREENS: Readonly<Record<string, () => Screen | Promise<Screen>>> = {
  inbox: plain(Inbox),
  today: plain(Today),
  upcoming: plain(Upcoming),
  calendar: async () => plain((await import("./calendar/Calendar.svelte")).default)(),
  list: () => ListScreen,
  tag: () => TagScreen,
  // With the language of filters.
  filter: async () => (await import("./screens/FilterScreen.svelte")).default,
  search: plain(SearchScreen),
  completed: async () => plain((await import("./screens/Completed.svelte")).default)(),
  trash: async () => plain((await import("./screens/Trash.svelte")).default)(),
  settings: async () => (await import("./settings/Settings.svelte")).default,
  missing: plain(Missing),
};

/** A screen whose name says everything. */
function plain(screen: Component<Record<string, never>>): () => Screen {
  return () => screen as unknown as Screen;
}
