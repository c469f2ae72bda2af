/**
 * Runs `lead` in one tab of the browser at a time: in the next one when this one is closed or gives it up. Without Web
 * Locks (plain http on another host) each tab leads: they send the same mutations, which are applied once.
 */
export async function led(
  place: string,
  lead: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const locks = (globalThis.navigator as Partial<Navigator>).locks;
  if (!locks) {
    await lead(signal);
    return;
  }
  try {
    await locks.request(place, { signal }, () => lead(signal));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
