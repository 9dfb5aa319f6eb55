import { RpcError } from "../../decorators/rpc-error.js";
import { DONE, IncomingStream } from "./incoming-stream.js";

/**
 * The answer to a call, which only its method knows to be a value or a stream: awaited it is the value or
 * the stream, iterated it is the stream.
 */
export type RpcAnswer = Promise<unknown> & AsyncIterable<unknown>;

type Reader = Pick<IncomingStream, "next" | "return">;

/** What a reader has that left before there was a stream. */
const NOTHING: Reader = { next: async () => DONE, return: async () => DONE };

/** Lets a call's promise be iterated as the stream it resolves to; `cancel` ends the call before it does. */
export function iterable(answer: Promise<unknown>, cancel: () => void): RpcAnswer {
  // Assigned, not defined: every call passes here, and a descriptor costs more than the call's own promise.
  (answer as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] = () => iterate(answer, cancel);
  return answer as RpcAnswer;
}

function iterate(answer: Promise<unknown>, cancel: () => void): AsyncIterator<unknown> {
  const stream = answer.then((value) => {
    if (value instanceof IncomingStream) return value;
    throw new RpcError("INVALID_REQUEST", "The method answers with a value, not a stream; await it instead");
  });
  let leave!: () => void;
  const left = new Promise<Reader>((resolve) => {
    leave = () => resolve(NOTHING);
  });
  const reader = Promise.race([stream, left]);
  reader.then(
    (first) => {
      if (first !== NOTHING) return;
      cancel();
      // It may have opened meanwhile.
      stream.then((opened) => opened.return()).catch(() => {});
    },
    // A reader learns of it when it asks for an item, as of a generator's error.
    () => {},
  );
  return {
    next: async () => (await reader).next(),
    return: async () => {
      leave();
      return (await reader).return();
    },
  };
}
