/** What a stream of Node has besides its iterator; those of other packages have it too. */
interface NodeStream extends AsyncIterable<unknown> {
  on(event: "error", listener: (error: unknown) => void): unknown;
  destroy(): unknown;
}

/**
 * Keeps a stream of Node that fails before its first item is asked for from ending the process: its iterator
 * listens only from then on. Whoever asks still gets the error.
 */
export function heedErrors(source: AsyncIterable<unknown>): void {
  if (isNodeStream(source)) source.on("error", () => {});
}

/**
 * Lets go of a stream that nobody reads to its end: a generator runs its `finally`, though one that waits
 * only once what it waits for has settled.
 *
 * @param onError Is told what goes wrong at that.
 */
export function letGo(
  source: AsyncIterable<unknown>,
  onError: (error: unknown) => void,
  iterator = source[Symbol.asyncIterator](),
): void {
  void (async () => iterator.return?.())().catch(onError);
  if (!isNodeStream(source)) return;
  source.on("error", onError);
  // Its iterator is a generator, which would wait for the next chunk.
  source.destroy();
}

function isNodeStream(source: AsyncIterable<unknown>): source is NodeStream {
  const { on, destroy } = source as Partial<NodeStream>;
  return typeof on === "function" && typeof destroy === "function";
}

/** Whether a handler's result is to flow. Bytes and strings are values, though they can be iterated. */
export const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;
