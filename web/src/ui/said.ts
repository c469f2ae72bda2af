import type { Status } from "../sync/device";

/** What is said of how things are: nothing where all is saved. */
export function said(status: Status | undefined, isOnline: boolean): string {
  if (!status) return "";
  const { state, waiting, isKept, isOutdated } = status;
  const left = waiting === 0 ? "" : `${waiting} to send`;
  const parts = [
    isOutdated ? "A new version is here: load this page again" : "",
    state.name === "signed_out" ? "Sign in again to sync" : "",
    state.name === "other_person" ? "Somebody else has signed in" : "",
    state.name === "stuck" ? state.detail : "",
    state.name === "waiting" ? (isOnline ? "Not synced, trying again" : "Offline") : "",
    state.name === "idle" || state.name === "sending" ? "" : left,
    isKept ? "" : "This browser does not store anything: keep this page open until all is sent",
  ];
  return parts.filter(Boolean).join(", ");
}
