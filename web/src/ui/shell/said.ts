import type { Status } from "../../sync/device";
import { say } from "../words/say";

/** What is done here does not reach the server now. */
export function isCutOff(status: Status | undefined, isOnline: boolean): boolean {
  if (!status) return false;
  const { state } = status;
  return !isOnline || !(state.name === "idle" || (state.name === "sending" && state.tries === 0));
}

/** What is said of how things are: nothing where all is saved. `isLate`: what waits has waited for longer than usual. */
export function said(status: Status | undefined, isOnline: boolean, isLate: boolean): string {
  if (!status) return "";
  const { waiting, isKept, isOutdated, isComplete } = status;
  const parts = [
    isOutdated ? say("new_version") : "",
    isCutOff(status, isOnline) ? why(status, isOnline) : "",
    isLate && waiting > 0 ? say("to_send", { n: waiting }) : "",
    isComplete ? "" : say(isCutOff(status, isOnline) ? "not_read" : "first_reading"),
    isKept ? "" : say("not_kept"),
  ];
  return parts.filter(Boolean).join(", ");
}

function why({ state }: Status, isOnline: boolean): string {
  if (!isOnline) return say("offline");
  if (state.name === "signed_out") return say("sign_in_again");
  if (state.name === "other_person") return say("other_person");
  return state.name === "stuck" ? state.detail : say("trying_again");
}
