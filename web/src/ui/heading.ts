/** Where the focus rests when what had it has gone: the next Tab goes on from the top of the screen, not of the browser. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>("#content h1")?.focus({ preventScroll: true });
}
