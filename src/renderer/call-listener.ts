/** Calls a listener. Its failure is nobody else's, and still shows. */
export function callListener<Value>(listener: (value: Value) => void, value: Value): void {
  try {
    listener(value);
  } catch (error) {
    reportUncaught(error);
  }
}

/** Shows an error that nobody waits for: as an unhandled rejection. */
export const reportUncaught = (error: unknown): void => void Promise.reject(error);
