import type { Mutation } from "../model/mutation";

/** A mutation that the server has refused for good: what the person wrote is kept until they have seen it. */
export interface Refused {
  readonly mutation: Mutation;
  readonly problem: { readonly code: string; readonly detail: string };
  /** What the mutation named, as it is at the server. */
  readonly row: Readonly<Record<string, unknown>> | null;
}
