/** From a press to the moment in which what is pressed is lifted: a mouse moves, a finger stays where it is. */

const MOVED_PX = 6;
const HELD_MS = 350;

/** The place of the pointer, wherever it has gone since. */
export interface Press {
  readonly pointer: number;
  readonly isTouch: boolean;
  readonly from: { readonly x: number; readonly y: number };
  readonly at: { x: number; y: number };
  /** Aborted when the pointer is released, or taken over by the browser to scroll; the reason is the event's name. */
  readonly signal: AbortSignal;
}

export function whenLifted(down: PointerEvent, lift: (press: Press) => void): void {
  const [over, pending] = [new AbortController(), new AbortController()];
  const isTouch = down.pointerType !== "mouse";
  const from = { x: down.clientX, y: down.clientY };
  const press: Press = { pointer: down.pointerId, isTouch, from, at: { ...from }, signal: over.signal };
  const begin = () => {
    pending.abort();
    lift(press);
  };
  const timer = isTouch ? setTimeout(begin, HELD_MS) : undefined;
  follow(press, over);
  over.signal.addEventListener("abort", () => {
    clearTimeout(timer);
  });
  addEventListener(
    "pointermove",
    () => {
      if (!hasMoved(press)) return;
      if (isTouch) over.abort();
      else begin();
    },
    { signal: AbortSignal.any([over.signal, pending.signal]) },
  );
}

export function hasMoved({ from, at }: Press): boolean {
  return Math.hypot(at.x - from.x, at.y - from.y) > MOVED_PX;
}

/** Until it is over, the browser neither selects, nor drags a link, nor opens a menu of its own. */
function follow(press: Press, over: AbortController): void {
  const { signal } = over;
  const options = { signal, capture: true };
  const isIt = (event: PointerEvent) => event.pointerId === press.pointer;
  const move = (event: PointerEvent) => {
    if (isIt(event)) Object.assign(press.at, { x: event.clientX, y: event.clientY });
  };
  const end = (event: PointerEvent) => {
    if (isIt(event)) over.abort(event.type);
  };
  addEventListener("pointermove", move, options);
  addEventListener("pointerup", end, options);
  addEventListener("pointercancel", end, options);
  for (const name of ["selectstart", "dragstart", "contextmenu"]) {
    addEventListener(name, prevent, options);
  }
}

function prevent(event: Event): void {
  event.preventDefault();
}
