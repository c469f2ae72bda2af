import type { Id, List } from "../../model/row";
import type { IconName } from "../icons";

/** A way to a screen. */
export interface Entry {
  readonly screen: string;
  readonly id?: Id;
  readonly name: string;
  readonly icon: IconName;
  readonly color?: string | null;
  readonly depth?: number;
  /** Of a list: it can be put elsewhere among the others. */
  readonly list?: List;
  /** The lists inside it, which can be folded away. */
  readonly inside?: readonly Id[];
}
