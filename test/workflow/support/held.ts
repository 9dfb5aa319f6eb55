/** A node type whose runs go on until they are let go or their signal fires. */
export function held() {
  const seen = { running: 0, most: 0, aborted: 0 };
  const waiting = new Set<() => void>();
  let free = false;
  const run = async ({ signal }: { signal: AbortSignal }) => {
    seen.most = Math.max(seen.most, ++seen.running);
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
      signal.addEventListener("abort", () => resolve());
      if (free) resolve();
    });
    seen.running--;
    if (signal.aborted) seen.aborted++;
    return {};
  };
  const letGo = () => {
    free = true;
    for (const resolve of waiting) resolve();
  };
  return { run, seen, letGo };
}
