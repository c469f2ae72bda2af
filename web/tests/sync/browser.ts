import type { Entry } from "../../src/model/mutation";
import { Keeping } from "../../src/storage/keeping";
import { Device, type News } from "../../src/sync/device";
import { Line, type Server, turn } from "./server";

let count = 0;

/** A browser with tabs at one server; what it stores outlives its tabs. */
export class Browser {
  readonly line: Line;
  readonly #server: Server;
  readonly #number = ++count;
  readonly tabs: Device[] = [];
  now: () => number = Date.now;
  steady: () => number = () => performance.now();

  constructor(server: Server) {
    this.#server = server;
    this.line = new Line(server);
  }

  /** So long a leader may be silent, in milliseconds. */
  patience: number | undefined;

  /** What its storage, lock and channel are called. */
  get place(): string {
    return `browser-${this.#number}-${this.#server.account}`;
  }

  /** What it has stored that waits. */
  async stored(): Promise<readonly Entry[]> {
    const keeping = new Keeping(this.place, () => undefined);
    const loaded = await keeping.load();
    keeping.close();
    return loaded?.outbox ?? [];
  }

  async tab(onNews: (news: News) => void = () => undefined): Promise<Device> {
    const world = {
      network: this.line,
      now: () => this.now(),
      steady: () => this.steady(),
      luck: () => 0,
      place: () => this.place,
      ...(this.patience !== undefined && { patience: this.patience }),
    };
    const device = await Device.open(this.#server.account, world, onNews);
    this.tabs.push(device);
    void device.lead();
    return device;
  }

  /** As a person does it, or a browser that crashes. */
  close(tab: Device): void {
    tab.close();
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }
}

const PATIENCE_MS = 60_000;

/** Waits until it holds, on a slow machine too; `what` is said where it does not, and may be how things are then. */
export async function until(holds: () => boolean | Promise<boolean>, what: string | (() => string)): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it has not come about: ${typeof what === "string" ? what : what()}`);
    await turn(5);
  }
}

export function isSettled(device: Device): boolean {
  const { waiting, state } = device.status;
  return waiting === 0 && state.name === "idle";
}
