import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcMeta, RpcRequest, RpcStreamMessage, RpcUploadMessage } from "../../shared/messages.js";
import { checkPayload, DEFAULT_PAYLOAD_LIMITS } from "../../validation/payload-limits.js";
import { IncomingUpload } from "./incoming-upload.js";

/** The uploads of one session, by the ids its client gave them; each ends with its call. */
export class IncomingUploads {
  readonly #uploads = new Map<string, IncomingUpload>();

  /** @param tell Takes a message to the client. */
  constructor(readonly tell: (message: RpcUploadMessage) => void) {}

  get size(): number {
    return this.#uploads.size;
  }

  /**
   * Puts the uploads of a call where its arguments have nothing.
   *
   * @returns the request with them, and the way to end them with the call.
   * @throws RpcError INVALID_REQUEST when an id is in use.
   */
  open(
    request: RpcRequest,
    ids: NonNullable<RpcMeta["uploads"]>,
  ): { request: RpcRequest; end(reason: unknown): void } {
    const params = Array.isArray(request.params) ? [...request.params] : [];
    const opened = new Map<string, IncomingUpload>();
    for (const [index, id] of ids) {
      if (this.#uploads.has(id) || opened.has(id)) {
        throw new RpcError("INVALID_REQUEST", `The id ${JSON.stringify(id)} is of an upload that runs`);
      }
      if (index > params.length)
        throw new RpcError("INVALID_REQUEST", `An upload has no place among the arguments: ${index}`);
      const upload = new IncomingUpload({
        grant: (credit) => this.tell({ id, credit }),
        cancel: () => this.tell({ id, cancel: true }),
      });
      opened.set(id, upload);
      params.splice(index, 1, upload);
    }
    for (const [id, upload] of opened) this.#uploads.set(id, upload);
    const end = (reason: unknown) => {
      for (const [id, upload] of opened) {
        this.#uploads.delete(id);
        upload.end(reason);
      }
    };
    return { request: { ...request, params }, end };
  }

  /** Takes a part of an upload; of one that has ended, nobody wants it. */
  receive(message: RpcStreamMessage): void {
    const upload = this.#uploads.get(message.id);
    if (upload === undefined) return;
    try {
      checkPayload(message.items ?? [], DEFAULT_PAYLOAD_LIMITS);
      upload.receive(message);
    } catch (error) {
      upload.end(error);
    }
  }
}
