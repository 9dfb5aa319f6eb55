/** Milliseconds between two looks. */
const INTERVAL_MS = 250;

/**
 * Ends this process when npm, which started it, has been told to end: npm passes a signal on to its shell,
 * and most shells do not pass it on. A parent that is gone shows by another one in its place.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const look = () => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  };
  const timer = setInterval(look, INTERVAL_MS).unref();
}
