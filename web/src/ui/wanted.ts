import { toast } from "./toast.svelte";
import { say } from "./words/say";

/** A part that is loaded when it is wanted. Where it cannot be had, that is said, and `giveUp` takes the wish back. */
export async function wanted<T>(loading: Promise<T>, giveUp: () => void = () => undefined): Promise<T> {
  try {
    return await loading;
  } catch {
    toast(say("settings_unreachable"));
    giveUp();
    return new Promise<never>(() => undefined);
  }
}
