import { type Day, fromIso } from "../../model/day";

/** The hours grid below the pointer: what is dropped there begins at the minute that the picture shows. */

export const HOUR_PX = 48;
const STEP = 15;
const DAY = 1440;

interface Spot {
  readonly day: Day;
  readonly minute: number;
}

let spot = $state.raw<Spot | undefined>();
/** How far below its beginning a block was taken. */
let grip = 0;
let pointer = { clientX: 0, clientY: 0 };

/** Where what is carried would begin. */
export function spotBelow(): Spot | undefined {
  return spot;
}

export function snapped(pixels: number): number {
  return Math.round(((pixels / HOUR_PX) * 60) / STEP) * STEP;
}

/** The minute of a column at this height of the window. */
export function minuteAt(column: Element, y: number): number {
  const minute = ((y - column.getBoundingClientRect().top) / HOUR_PX) * 60;
  return Math.min(DAY - STEP, Math.max(0, Math.floor(minute / STEP) * STEP));
}

/** Follows the pointer while the hours are there. Returns how to stop. */
export function followPointer(): () => void {
  const over = new AbortController();
  const options = { signal: over.signal, capture: true };
  addEventListener("pointerdown", press, options);
  addEventListener("pointermove", follow, options);
  addEventListener("pointerup", follow, options);
  document.addEventListener("scroll", look, options);
  return () => {
    over.abort();
    spot = undefined;
  };
}

function press(event: PointerEvent): void {
  const block = event.target instanceof Element ? event.target.closest("[data-block]") : null;
  grip = block ? event.clientY - block.getBoundingClientRect().top : 0;
}

function follow({ clientX, clientY }: PointerEvent): void {
  pointer = { clientX, clientY };
  look();
}

/** Also while the hours move away below a pointer that stays. */
function look(): void {
  const { clientX, clientY } = pointer;
  spot = undefined;
  if (!document.documentElement.hasAttribute("data-carrying")) return;
  const column = document.elementFromPoint(clientX, clientY)?.closest("[data-hours]");
  const day = column?.getAttribute("data-hours");
  if (column && day) spot = { day: fromIso(day), minute: minuteAt(column, clientY - grip) };
}
