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

  constructor(server: Server) {
    this.#server = server;
    this.line = new Line(server);
  }

  async tab(onNews: (news: News) => void = () => undefined): Promise<Device> {
    const world = {
      network: this.line,
      now: () => this.now(),
      luck: () => 0,
      place: (account: string) => `browser-${this.#number}-${account}`,
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

/** Waits until it holds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (holds()) return;
    await turn(5);
  }
  throw new Error(`it has not come about: ${what}`);
}

export function isSettled(device: Device): boolean {
  const { waiting, state } = device.status;
  return waiting === 0 && state.name === "idle";
}
