import { idle } from "../lib/wait";
import { phase } from "./app.svelte";
import { readerSoon } from "./quick/reader.svelte";
import { wordsBehind } from "./words/say";

/**
 * What people come to within the first minute and the first screen does without: loaded when that is drawn, one after
 * the other, so that it is there when it is wanted and never in the way.
 */
export async function loadBehind(): Promise<void> {
  if (phase() !== "open") return;
  const parts = [
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
    remind,
    () => import("./making/Making.svelte"),
  ];
  for (const load of parts) {
    await idle();
    // Who asks for it asks again.
    await load().catch(() => undefined);
  }
}

async function remind(): Promise<void> {
  const [{ watchReminders }] = await Promise.all([import("./reminding/watch.svelte"), wordsBehind()]);
  watchReminders();
}
