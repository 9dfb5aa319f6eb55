import type { InvokeReply } from "./ipc-renderer.js";
import { serialize } from "./serialize.js";

/** The way back of one invoke; good for one reply (shell/common/gin_helper/reply_channel.cc). */
export class ReplyChannel {
  #deliver: ((reply: InvokeReply) => void) | undefined;

  constructor(deliver: (reply: InvokeReply) => void) {
    this.#deliver = deliver;
  }

  /**
   * The callback is spent before the value is serialized: a reply that cannot be cloned leaves no way to
   * say so, and the caller waits for ever (SendReplyImpl takes the callback by value).
   * @throws Error "An object could not be cloned."
   */
  sendReply(reply: InvokeReply): void {
    const deliver = this.#deliver;
    this.#deliver = undefined;
    deliver?.(serialize(reply));
  }

  /** What the garbage collector does to a channel that was never used (EnsureReplySent). */
  collect(): void {
    this.sendReply({ error: "reply was never sent" });
  }
}
