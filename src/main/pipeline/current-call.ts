import { AsyncLocalStorage } from "node:async_hooks";
import type { RpcCall } from "../../../decorators/rpc-call.js";
import { isStream } from "../session/stream-source.js";
import type { Stage } from "./stages.js";
import { inThisContext } from "./streams.js";

const running = new AsyncLocalStorage<RpcCall>();

/** Whether any router of this process keeps its calls: without one there is never a call to be had. */
let isKept = false;

/**
 * The call that this code runs for, however far down: for code that is neither given the call nor made for it. In the
 * body of a stream it is there too.
 *
 * @throws Error when no server was made with `currentCall: true`, and outside of any call.
 */
export function currentCall(): RpcCall {
  const call = running.getStore();
  if (call !== undefined) return call;
  throw new Error(
    isKept
      ? "currentCall(): this code runs for no call, e.g. in a timer of a singleton or at start; ask for it within a call"
      : "currentCall() is off, because it costs each call something; switch it on with createRpcServer({ currentCall: true })",
  );
}

/** Lets `currentCall()` give the call within it. */
export function keepingCall(next: Stage): Stage {
  isKept = true;
  return (call, reply) =>
    running.run(call, async () => {
      await next(call, reply);
      if (isStream(reply.result)) reply.result = inThisContext(reply.result);
    });
}
