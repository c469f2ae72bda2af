/** Done after so many milliseconds, or when the signal is aborted, whichever is first. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

/** When the browser has nothing else to do, or a second later: a page that nobody looks at may wait for long. */
export function idle(): Promise<void> {
  return new Promise((done) => {
    // Safari has no such call: a moment later will do.
    if ("requestIdleCallback" in globalThis)
      requestIdleCallback(
        () => {
          done();
        },
        { timeout: 1000 },
      );
    else setTimeout(done, 200);
  });
}
