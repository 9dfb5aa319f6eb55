import { RpcError } from "../../../../decorators/rpc-error.js";
import type { Codec, Frame } from "../../../shared/codecs/codec.js";
import { errorToWire } from "../../../shared/error-wire.js";
import {
  fromJsonRpcResponse,
  type JsonRpcEvent,
  type JsonRpcId,
  type JsonRpcResponse,
  toJsonRpcResponse,
} from "../../../shared/json-rpc.js";
import type { RpcSession } from "../../session/session.js";
import { idOf, parseJsonRpc } from "./json-rpc-message.js";

/** Entries one batch may hold, as `rpc.batch` has it: a byte of each would ask for a hundred in reply. */
const MAX_BATCH = 1_000;

/** Speaks JSON-RPC 2.0 for a session: frames in, frames out, and no socket. */
export class JsonRpcPeer {
  constructor(
    readonly session: Pick<RpcSession, "invoke" | "notify">,
    readonly codec: Codec,
  ) {}

  /**
   * Runs what a frame asks for.
   *
   * @returns The frame to reply with, or nothing when none is due. Never rejects.
   */
  async answer(frame: Frame): Promise<Frame | undefined> {
    const reply = await this.#replyTo(frame);
    return reply === undefined ? undefined : this.#encode(reply);
  }

  async #replyTo(frame: Frame): Promise<JsonRpcResponse | JsonRpcResponse[] | undefined> {
    let message: unknown;
    try {
      message = this.codec.decode(frame);
    } catch (error) {
      return refusal(null, error);
    }
    return Array.isArray(message) ? this.#batch(message) : this.#single(message);
  }

  async #batch(messages: readonly unknown[]): Promise<JsonRpcResponse | JsonRpcResponse[] | undefined> {
    if (messages.length === 0) return refusal(null, new RpcError("INVALID_REQUEST", "The batch is empty"));
    if (messages.length > MAX_BATCH) return refusal(null, tooMany());
    const replies = await Promise.all(messages.map((message) => this.#single(message)));
    const due = replies.filter((reply) => reply !== undefined);
    return due.length === 0 ? undefined : due;
  }

  async #single(message: unknown): Promise<JsonRpcResponse | undefined> {
    try {
      const { request, id } = parseJsonRpc(message);
      if (id !== undefined) return toJsonRpcResponse(id, await this.session.invoke(request));
      void this.session.notify(request);
      return undefined;
    } catch (error) {
      return refusal(idOf(message), error);
    }
  }

  #encode(reply: JsonRpcResponse | JsonRpcResponse[]): Frame {
    try {
      return this.codec.encode(reply);
    } catch {
      const carriable = (one: JsonRpcResponse) => this.#carriable(one);
      return this.codec.encode(Array.isArray(reply) ? reply.map(carriable) : carriable(reply));
    }
  }

  /** A reply that cannot be carried becomes an error that says so; an error stays the error it is, bare. */
  #carriable(response: JsonRpcResponse): JsonRpcResponse {
    try {
      this.codec.encode(response);
      return response;
    } catch (fault) {
      const reply = fromJsonRpcResponse(response);
      if (!("error" in reply)) return refusal(response.id, fault);
      const { code, message } = reply.error;
      return toJsonRpcResponse(response.id, { error: { code, message: String(message) } });
    }
  }
}

/**
 * The notification that carries an event.
 *
 * @throws RpcError NOT_SERIALIZABLE when the payload cannot be carried.
 */
export function encodeEvent(codec: Codec, event: string, payload: unknown): Frame {
  const notification: JsonRpcEvent = { jsonrpc: "2.0", method: event, params: [payload] };
  return codec.encode(notification);
}

const refusal = (id: JsonRpcId, error: unknown): JsonRpcResponse =>
  toJsonRpcResponse(id, { error: errorToWire(error, false) });

const tooMany = () =>
  new RpcError("PAYLOAD_TOO_LARGE", `A batch holds at most ${MAX_BATCH} requests`, {
    data: { limit: MAX_BATCH, name: "maxBatch" },
  });
