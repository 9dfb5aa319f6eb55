// Objects the browser implements, not JavaScript. V8 hands them to the embedder's serializer, and
// Electron's knows none of them (shell/common/v8_util.cc, WriteHostObject). Node implements the same
// classes in JavaScript and clones them to `{}` without a word, so they have to be known by class.
const platformClasses: readonly (abstract new (...args: never[]) => object)[] = [
  AbortController,
  Blob,
  CompressionStream,
  CryptoKey,
  DOMException,
  DecompressionStream,
  Event,
  EventTarget,
  FormData,
  Headers,
  MessageChannel,
  MessagePort,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  TransformStream,
  URL,
  URLSearchParams,
  WritableStream,
];

/** Whether `value` is an object of the web platform (`AbortSignal`, `URL`, `Blob`, `DOMException`, ...). */
export const isPlatformObject = (value: object): boolean =>
  platformClasses.some((platformClass) => value instanceof platformClass);
