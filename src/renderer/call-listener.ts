/** Calls a listener. Its failure is nobody else's, and still shows. */
export function callListener<Value>(listener: (value: Value) => void, value: Value): void {
  try {
    listener(value);
  } catch (error) {
    // As one that an event of the page itself would call; Node has no such function.
    if (typeof globalThis.reportError === "function") globalThis.reportError(error);
    else reportUncaught(error);
  }
}

/** Shows an error that nobody waits for: as an unhandled rejection. */
export const reportUncaught = (error: unknown): void => void Promise.reject(error);
