import type { AtomitonBridge } from "../shared/bridge.js";
import { PROTOCOL, type RpcErrorWire } from "../shared/messages.js";

/** Which methods of the server may be run twice for once: asked when another has taken over from the last. */
export class IdempotentMethods {
  #asked: Promise<ReadonlySet<string>> | undefined;

  constructor(readonly bridge: AtomitonBridge) {}

  /** Whether a call of the method may be sent again, to the server that is there now. */
  async has(method: string): Promise<boolean> {
    this.#asked ??= this.#ask();
    return (await this.#asked).has(method);
  }

  /** Once for all the calls that fail together, because it may be another server the next time. */
  async #ask(): Promise<ReadonlySet<string>> {
    try {
      const reply = await this.bridge.invoke(PROTOCOL.describe);
      const { idempotent } = (("result" in reply && reply.result) || {}) as { idempotent?: string[] };
      return new Set(idempotent);
    } catch {
      return new Set();
    } finally {
      this.#asked = undefined;
    }
  }
}

/** Whether a call ended because another server has taken over. */
export const isTakenOver = ({ code, data }: RpcErrorWire): boolean =>
  code === "UNAVAILABLE" && (data as { takenOver?: unknown } | undefined)?.takenOver === true;
