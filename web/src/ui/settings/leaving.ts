import { account } from "../app.svelte";
import { remove } from "../../storage/database";
import { remember } from "../../storage/who";

/** The account is gone at the server: nothing of it stays here, and on it goes to the page that says so. */
export async function forgetAll(next: string): Promise<void> {
  const id = account()?.id;
  remember(undefined);
  if (id) await remove(id).catch(() => undefined);
  location.assign(next);
}
