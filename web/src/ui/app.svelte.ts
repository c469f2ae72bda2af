import { idle, pause } from "../lib/wait";
import type { Wish } from "../model/mutation";
import type { Now } from "../model/queries";
import type { Account } from "../model/row";
import type { Tables } from "../model/table";
import { remove } from "../storage/database";
import { forgetDrafts } from "../storage/draft";
import { forgetLeft } from "../storage/left";
import { placeOf } from "../storage/place";
import { forgetSteps, keepSteps, takeSteps } from "../storage/steps";
import { forgetSynced } from "../storage/synced";
import { found, remember, remembered, type Who } from "../storage/who";
import { Device, type News, type Status } from "../sync/device";
import { network } from "../sync/network";
import { asked } from "./asked";
import { show, shown } from "./tables.svelte";
import { outdate } from "./toast.svelte";
import { tongueOf } from "./words/tongue";

/**
 * What the screens know of the device. `rows()` and `status()` are read in templates and `$derived`, which run again
 * when there is news; `act` is the one way to change anything.
 */

type Phase = "starting" | "signed_out" | "open" | "unreachable";

let device: Device | undefined;
let where = $state.raw<Phase>("starting");
let how = $state.raw<Status | undefined>();
let minute = $state.raw(Date.now());
/** Every text asks for it: other news must be none to them. */
const mine = $derived([...shown.account.values()][0]);

export function phase(): Phase {
  return where;
}

/** The rows as they are to be shown. Queries in model/queries.ts ask them. */
export function rows(): Tables {
  return shown;
}

export function status(): Status | undefined {
  return how;
}

export function account(): Account | undefined {
  return mine;
}

/** The minute that it is, by the server's clock, where the person is. */
export function clock(): Now {
  return { milliseconds: minute, zone: account()?.zone ?? zoneHere() };
}

/** To the millisecond, for what waits for a moment; screens show the minute. */
export function now(): number {
  return device?.now() ?? Date.now();
}

/** Does the wishes as one, which `undo` takes back as one. */
export function act(label: string, ...wishes: Wish[]): void {
  device?.act(label, ...wishes);
  outdate();
  askToStay();
}

export function newId(): string {
  return device?.newId() ?? "";
}

/** What was taken back, if there was anything. */
export function undo(): string | undefined {
  return device?.undo()?.label;
}

export function redo(): string | undefined {
  return device?.redo()?.label;
}

export function forgetRefused(mutation: string): void {
  device?.forgetRefused(mutation);
}

/** Shows what the device holds, at once; whose it is is asked only where nobody is known. */
export async function begin(): Promise<void> {
  const who = remembered() ?? (await signedIn());
  if (!who) return;
  remember(who);
  const steady = () => performance.now();
  const world = { network, now: Date.now, steady, luck: Math.random, place: placeOf, steps: takeSteps(who.id) };
  const opened = await Device.open(who.id, world, hear);
  device = opened;
  if (heard !== undefined) opened.hearTime(heard + steady());
  where = "open";
  hear("rows");
  hear("status");
  watch(opened);
  // Reading again what others have stored since, and the network, come after the first screen.
  await idle();
  void opened.lead();
}

/** There is something at the server that is worth a look now. */
export function look(): void {
  device?.look();
}

/** Ends when what was done so far is stored: the page may be left then. */
export async function stored(): Promise<void> {
  await device?.stored();
}

/** Ends the session here and at the issuer, and forgets everything that this browser holds. */
export async function signOut(): Promise<void> {
  const { status: answered, body } = await network.post("/auth/logout", {}, AbortSignal.timeout(15_000));
  if (answered !== 200) throw new Error("The server cannot be reached.");
  await forgetAll((body as { next: string }).next);
}

const LEAVING_MS = 2000;

/** Nothing of the account stays in this browser; on to where the server says. */
export async function forgetAll(next: string): Promise<void> {
  const id = device?.account;
  device?.close({ hasLeft: true });
  device = undefined;
  forgetSteps();
  remember(undefined);
  forgetSynced();
  forgetDrafts();
  // A tab that is slow to close holds it up; the browser then removes it when that tab has gone.
  if (id) forgetLeft(placeOf(id));
  if (id) await Promise.race([remove(placeOf(id)), pause(LEAVING_MS, new AbortController().signal)]);
  location.assign(next);
}

let mayStrangers = false;
/** What the server's clock shows, less the time of the page: nothing is to be done by that of the device before. */
let heard: number | undefined;

/** Strangers may sign up, as far as we know. */
export function canSignUp(): boolean {
  return mayStrangers;
}

/** Who is signed in; while nobody can be asked, whoever has left their rows here. */
async function signedIn(): Promise<Who | undefined> {
  for (;;) {
    const { ways, status: answered, who, clock: said } = await asked();
    mayStrangers = ways?.sign_up ?? false;
    heard = said;
    if (who) return who;
    where = answered === 401 ? "signed_out" : "unreachable";
    const left = answered === 401 ? undefined : await found();
    if (left || answered === 401) return left;
    await again();
  }
}

const AGAIN_MS = 5000;

/** After a while, or when there is network again. */
export async function again(): Promise<void> {
  const online = new AbortController();
  const end = () => {
    online.abort();
  };
  addEventListener("online", end, { signal: online.signal });
  await pause(AGAIN_MS, online.signal);
  end();
}

/** Shows the data of whoever is signed in now; what the other one had not sent stays until they are back. */
export function changePerson(): void {
  remember(undefined);
  location.reload();
}

function hear(news: News): void {
  if (!device) return;
  if (news === "left") {
    device.close();
    forgetDrafts();
    device = undefined;
    location.reload();
    return;
  }
  if (news === "rows") show(device.rows);
  else how = device.status;
  // The clock of the device may be wrong by far, which is known once the server has answered.
  if (Math.abs(device.now() - minute) > 60_000) minute = device.now();
  if (news === "rows") tellPlace(device);
}

let isPlaceTold = false;

/** Days and words are those of where the person is; until they choose a zone, both are those of their first device. */
function tellPlace(open: Device): void {
  const mine = account();
  if (isPlaceTold || !mine || mine.zone_is_chosen) return;
  isPlaceTold = true;
  const language = tongueOf(navigator.languages);
  queueMicrotask(() => {
    const args = { zone: zoneHere(), ...(mine.language === "en" && language !== "en" && { language }) };
    open.note({ name: "account.patch", args });
  });
}

let isAsked = false;

/** Browsers throw away what is stored when space is short, unless they are asked not to. */
function askToStay(): void {
  if (isAsked) return;
  isAsked = true;
  void (navigator as Partial<Navigator>).storage?.persist().catch(() => undefined);
}

function watch(open: Device): void {
  const tick = () => {
    minute = open.now();
  };
  addEventListener("online", () => {
    open.look();
  });
  document.addEventListener("visibilitychange", () => {
    tick();
    if (document.visibilityState === "visible") open.look();
    else open.hide();
  });
  addEventListener("pagehide", () => {
    // Fields keep what is typed when they are left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    open.leave();
    if (device) keepSteps(open.account, open.steps);
  });
  // What is in no storage is lost with the page: the one time that leaving is asked about.
  addEventListener("beforeunload", (event) => {
    const { isKept, waiting } = open.status;
    if (!isKept && waiting > 0) event.preventDefault();
  });
  setInterval(tick, 60_000);
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
