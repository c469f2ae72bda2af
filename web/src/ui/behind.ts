import { idle } from "../lib/wait";
import { phase } from "./app.svelte";
import { readerSoon } from "./quick/reader.svelte";
import { wordsBehind } from "./words/say";

/**
 * What the first screen does without: loaded when that is drawn, one after the other, so that it is there when it is
 * wanted and never in the way. First what reads a line, then the files of all screens, which are kept for the days
 * without a network; after that no more is asked of anybody.
 */
export async function loadBehind(): Promise<void> {
  const parts = phase() === "open" ? [readerSoon, keep, wordsBehind, ...USUAL, remind] : [keep];
  for (const load of parts) {
    await idle();
    // Who asks for it asks again.
    await load().catch(() => undefined);
  }
}

/** People come to it within the first minute. */
const USUAL: readonly (() => Promise<unknown>)[] = [
  () => import("./screens/Upcoming.svelte"),
  () => import("./palette/Palette.svelte"),
  () => import("./list/BulkBar.svelte"),
  () => import("./screens/SearchScreen.svelte"),
  () => import("./screens/TagScreen.svelte"),
  () => import("./detail/TodoDetail.svelte"),
  () => import("./drag/carrying.svelte"),
  () => import("./notices/Notices.svelte"),
  () => import("./notices/RefusedNotice.svelte"),
  () => import("./notices/KeysSheet.svelte"),
  () => import("./making/Making.svelte"),
];

async function keep(): Promise<void> {
  const { keepFiles } = await import("./version.svelte");
  await keepFiles();
}

async function remind(): Promise<void> {
  const [{ watchReminders }] = await Promise.all([import("./reminding/watch.svelte"), wordsBehind()]);
  watchReminders();
}
