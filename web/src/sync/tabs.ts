import type { Entry } from "../model/mutation";
import type { Taken } from "../model/replica";
import type { Id } from "../model/row";
import { SHAPE } from "../storage/shape";
import type { Refused } from "../storage/refused";
import type { State, Wake } from "./state";

/** What the tabs of one account tell each other. */
export type Message =
  | { readonly name: "acted"; readonly entries: readonly Entry[] }
  | {
      readonly name: "took";
      readonly from: string | null;
      readonly taken: Taken;
      readonly cursor: string | null;
      readonly refused: readonly Refused[];
    }
  /** How far the leader has stored, and how it is doing. */
  | { readonly name: "at"; readonly cursor: string | null; readonly state: State }
  | { readonly name: "wake"; readonly why: Wake }
  | { readonly name: "seen"; readonly refused: Id }
  /** A new tab asks the others how things are. */
  | { readonly name: "hello" }
  /** Signed out: nothing is left to show. */
  | { readonly name: "left" };

export interface Tabs {
  tell(message: Message): void;
  close(): void;
}

/** The other tabs of this browser; where there is no BroadcastChannel there is nobody to tell. */
export function tabsOf(place: string, onMessage: (message: Message) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") return { tell: () => undefined, close: () => undefined };
  // Programs whose rows differ do not hear each other: each reads what the other has stored when it comes to the front.
  const channel = new BroadcastChannel(`${place}-${SHAPE}`);
  channel.onmessage = (event: MessageEvent<Message>) => {
    onMessage(event.data);
  };
  let isClosed = false;
  return {
    tell: (message) => {
      // What was still being stored when this tab left is told by nobody.
      if (!isClosed) channel.postMessage(message);
    },
    close: () => {
      isClosed = true;
      channel.close();
    },
  };
}
