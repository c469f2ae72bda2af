import type { Id } from "../../model/row";
import type { IconName } from "../icons";

/** A way to a screen. */
export interface Entry {
  readonly screen: string;
  readonly id?: Id;
  readonly name: string;
  readonly icon: IconName;
  readonly count?: number;
  readonly color?: string | null;
  readonly depth?: number;
}
