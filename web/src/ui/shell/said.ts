import type { Status } from "../../sync/device";
import { say } from "../words/say";

/** What is said of how things are: nothing where all is saved. */
export function said(status: Status | undefined, isOnline: boolean): string {
  if (!status) return "";
  const { state, waiting, isKept, isOutdated, isComplete } = status;
  const isMoving = state.name === "idle" || state.name === "sending";
  const parts = [
    isOutdated ? say("new_version") : "",
    state.name === "signed_out" ? say("sign_in_again") : "",
    state.name === "other_person" ? say("other_person") : "",
    state.name === "stuck" ? state.detail : "",
    state.name === "waiting" ? say(isOnline ? "trying_again" : "offline") : "",
    isMoving || waiting === 0 ? "" : say("to_send", { n: waiting }),
    isMoving && !isComplete ? say("first_reading") : "",
    isKept ? "" : say("not_kept"),
  ];
  return parts.filter(Boolean).join(", ");
}
