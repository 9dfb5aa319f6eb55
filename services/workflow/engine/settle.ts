/** Milliseconds that work has to end once its signal fired; what goes on longer is left to itself. */
const GRACE_MS = 50;

/**
 * The result of work that is to end when its signal fires. If that happens, this rejects with the signal's
 * reason once the work has ended, or after `GRACE_MS` if it does not.
 */
export async function settle<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  let abandon = () => {};
  const abandoned = new Promise<void>((resolve) => {
    abandon = resolve;
  });
  const startGrace = () => {
    grace = setTimeout(abandon, GRACE_MS);
  };
  signal.addEventListener("abort", startGrace);
  if (signal.aborted) startGrace();
  try {
    const result = await Promise.race([work, abandoned]);
    signal.throwIfAborted();
    return result as T;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(grace);
    signal.removeEventListener("abort", startGrace);
  }
}
