import { idle } from "../lib/wait";
import { phase } from "./app.svelte";
import { readerSoon } from "./quick/reader.svelte";
import { wordsBehind } from "./words/say";

/**
 * What the first screen does without: loaded when that is drawn, one after the other, so that it is there when it is
 * wanted and never in the way. Last of all come the files of all screens, which are many and are kept for later.
 */
export async function loadBehind(): Promise<void> {
  const parts = phase() === "open" ? [...USUAL, remind, keep] : [keep];
  for (const load of parts) {
    await idle();
    // Who asks for it asks again.
    await load().catch(() => undefined);
  }
}

/** People come to it within the first minute. */
const USUAL: readonly (() => Promise<unknown>)[] = [
  readerSoon,
  wordsBehind,
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

async function remind(): Promise<void> {
  const [{ watchReminders }] = await Promise.all([import("./reminding/watch.svelte"), wordsBehind()]);
  watchReminders();
}

async function keep(): Promise<void> {
  const { keepFiles } = await import("./version.svelte");
  await keepFiles();
}
