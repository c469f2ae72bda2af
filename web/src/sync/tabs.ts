import type { Entry } from "../model/mutation";
import type { Taken } from "../model/replica";
import type { Id } from "../model/row";
import type { Compared } from "../storage/database";
import type { Refused } from "../storage/refused";
import { SHAPE } from "../storage/shape";
import type { Whole } from "./holding";
import type { State, Wake } from "./state";

/** What the tabs of one account tell each other. Each may come late, or be lost: none is needed for nothing to be lost. */
export type Message =
  /** These wait. */
  | { readonly name: "acted"; readonly entries: readonly Entry[] }
  /** The leader has stored an answer. */
  | {
      readonly name: "took";
      readonly from: string | null;
      readonly taken: Taken;
      readonly cursor: string | null;
      readonly refused: readonly Refused[];
    }
  /** How far the leader has stored, how it is doing, and what waits no longer. */
  | {
      readonly name: "at";
      readonly cursor: string | null;
      readonly state: State;
      readonly answered: readonly Id[];
      readonly clock: Compared;
    }
  | { readonly name: "wake"; readonly why: Wake }
  | { readonly name: "seen"; readonly refused: Id }
  /** A tab asks the leader how things are; these are what it knows to be waiting. */
  | { readonly name: "hello"; readonly entries: readonly Entry[] }
  /** A new leader asks what is waiting. */
  | { readonly name: "leading" }
  /** A tab that cannot read what is stored asks the leader for everything. */
  | { readonly name: "ask" }
  | { readonly name: "whole"; readonly whole: Whole }
  /** Signed out: nothing is left to show. */
  | { readonly name: "left" };

interface Envelope {
  readonly shape: number;
  readonly message: Message;
}

export interface Tabs {
  tell(message: Message): void;
  close(): void;
}

/** The other tabs of this browser; where there is no BroadcastChannel there is nobody to tell. */
export function tabsOf(place: string, onMessage: (message: Message, shape: number) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(place);
  channel.onmessage = ({ data: { message, shape } }: MessageEvent<Envelope>) => {
    if (!isClosed) onMessage(message, shape);
  };
  let isClosed = false;
  return {
    tell: (message) => {
      // What was still being stored when this tab left is told by nobody.
      if (!isClosed) channel.postMessage({ message, shape: SHAPE } satisfies Envelope);
    },
    close: () => {
      isClosed = true;
      channel.close();
    },
  };
}
