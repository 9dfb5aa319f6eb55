import { RpcError } from "../../../decorators/rpc-error.js";
import type { RpcErrorWire, RpcRequest, RpcResponse, RpcStreamMessage } from "../../shared/messages.js";
import { PROTOCOL } from "../../shared/messages.js";
import { invalidParams } from "../../validation/issue.js";
import { namesNone } from "../call-context.js";
import { MAX_NAME_LENGTH } from "./request.js";
import type { RpcSession } from "./session.js";

/** Requests one batch may hold. */
const MAX_BATCH = 1_000;

type ProtocolMethod = (params: readonly unknown[], request: RpcRequest) => unknown;

/** The methods of the protocol itself, run for one session. */
export class ProtocolMethods {
  readonly #methods: ReadonlyMap<string, ProtocolMethod>;

  constructor(readonly session: RpcSession) {
    this.#methods = new Map<string, ProtocolMethod>([
      [PROTOCOL.ping, () => "pong"],
      [PROTOCOL.describe, () => this.#describe()],
      [PROTOCOL.batch, (params) => this.#batch(params)],
      [PROTOCOL.cancel, ([id]) => this.#cancel(id)],
      [PROTOCOL.credit, ([id, count]) => this.#credit(id, count)],
      [PROTOCOL.upload, ([message]) => session.uploads.receive(partOfUpload(message))],
      [PROTOCOL.subscribe, ([event], request) => this.#subscribe(event, request)],
      [PROTOCOL.unsubscribe, ([event]) => session.subscriptions.remove(eventName(event))],
    ]);
  }

  async run(request: RpcRequest): Promise<unknown> {
    const method = this.#methods.get(request.method);
    if (method === undefined) throw new RpcError("METHOD_NOT_FOUND", `No such method: ${request.method}`);
    const params = namesNone(request.params) ? [] : (request.params ?? []);
    if (!Array.isArray(params)) throw refused("params", "isArray", "must be a list");
    return method(params, request);
  }

  #describe(): { methods: string[]; events: string[]; idempotent: string[] } {
    const { methods, events, idempotent } = this.session.context.router;
    return { methods, events, idempotent };
  }

  #batch(requests: readonly unknown[]): Promise<RpcResponse[]> {
    if (requests.length > MAX_BATCH) {
      throw new RpcError("PAYLOAD_TOO_LARGE", `A batch holds at most ${MAX_BATCH} requests`, {
        data: { limit: MAX_BATCH, name: "maxBatch", path: "params" },
      });
    }
    return Promise.all(requests.map((request) => this.#entry(request)));
  }

  async #entry(request: unknown): Promise<RpcResponse> {
    if ((request as Partial<RpcRequest> | null)?.method === PROTOCOL.batch) {
      return { error: { code: "INVALID_REQUEST", message: "A batch cannot hold a batch" } };
    }
    const response = await this.session.invoke(request);
    if (!("stream" in response)) return response;
    this.session.streams.cancel(response.stream);
    return {
      error: { code: "INVALID_REQUEST", message: "A stream cannot be opened in a batch; call it alone" },
    };
  }

  #cancel(id: unknown): void {
    if (typeof id !== "string" && typeof id !== "number") {
      throw refused("params[0]", "isId", "must be the id of a call, a string or a number");
    }
    const { calls, streams } = this.session;
    // A call that runs goes first: its client may have given it the id of a stream.
    if (!calls.cancel(id) && !streams.cancel(id)) calls.forestall(id);
  }

  #credit(id: unknown, count: unknown): boolean {
    if (typeof id !== "string") throw refused("params[0]", "isString", "must be the id of a stream");
    if (typeof count !== "number" || !Number.isInteger(count) || count < 1) {
      throw refused("params[1]", "isPositive", "must be a whole number of items, 1 or more");
    }
    return this.session.streams.grant(id, count);
  }

  async #subscribe(event: unknown, request: RpcRequest): Promise<{ replay: true } | undefined> {
    const { calls, context, subscriptions } = this.session;
    const name = eventName(event);
    const call = this.session.call({ ...request, method: name, params: [] });
    const replay = await subscriptions.add(name, () => calls.run(call, () => context.router.event(call)));
    return replay ? { replay } : undefined;
  }
}

function partOfUpload(value: unknown): RpcStreamMessage {
  const { id, items, done, error } = (value ?? {}) as Partial<Record<keyof RpcStreamMessage, unknown>>;
  if (typeof id !== "string") throw refused("params[0].id", "isString", "must be the id of an upload");
  if (items !== undefined && !Array.isArray(items))
    throw refused("params[0].items", "isArray", "must be a list");
  if (error !== undefined && (typeof error !== "object" || error === null)) {
    throw refused("params[0].error", "isObject", "must be an error");
  }
  return {
    id,
    ...(items !== undefined && { items }),
    ...(done === true && { done }),
    ...(error !== undefined && { error: error as RpcErrorWire }),
  };
}

function eventName(value: unknown): string {
  if (typeof value !== "string") throw refused("params[0]", "isString", "must be the name of an event");
  if (value.length > MAX_NAME_LENGTH) {
    throw refused("params[0]", "maxLength", `must be no longer than ${MAX_NAME_LENGTH} characters`);
  }
  return value;
}

const refused = (path: string, constraint: string, message: string) =>
  invalidParams([{ path, constraint, message }]);
