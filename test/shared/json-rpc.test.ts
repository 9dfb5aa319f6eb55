import type { RpcStandardErrorCode } from "../../decorators/rpc-error.js";
import { fromJsonRpcResponse, type JsonRpcResponse, toJsonRpcResponse } from "../../src/shared/json-rpc.js";
import type { RpcErrorWire, RpcResponse } from "../../src/shared/messages.js";

const NUMBERS: Record<RpcStandardErrorCode, number> = {
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL: -32603,
  CANCELLED: -32800,
  TIMEOUT: -32001,
  UNAUTHENTICATED: -32002,
  FORBIDDEN: -32003,
  RATE_LIMITED: -32004,
  PAYLOAD_TOO_LARGE: -32005,
  UNAVAILABLE: -32006,
  NOT_SERIALIZABLE: -32007,
};

const sent = (error: RpcErrorWire) => toJsonRpcResponse(1, { error });
const received = (error: { code: number; message: string; data?: unknown }) =>
  fromJsonRpcResponse({ jsonrpc: "2.0", id: 1, error });

/** What a response is after both ways. */
const travel = (response: RpcResponse): RpcResponse => fromJsonRpcResponse(toJsonRpcResponse(1, response));

describe("a code of the protocol", () => {
  it.each(Object.entries(NUMBERS))("%s is %d, both ways", (code, number) => {
    expect(sent({ code, message: "m" })).toEqual({
      jsonrpc: "2.0",
      id: 1,
      error: { code: number, message: "m" },
    });
    expect(received({ code: number, message: "m" })).toEqual({ error: { code, message: "m" } });
  });

  it("keeps its data where JSON-RPC has data", () => {
    const error = { code: "INVALID_PARAMS", message: "m", data: { issues: [] } };
    expect(sent(error)).toMatchObject({ error: { data: { issues: [] } } });
    expect(travel({ error })).toEqual({ error });
  });
});

describe("a code a service declares", () => {
  it("is -32000, with the code and the service's data within data", () => {
    expect(sent({ code: "NOT_FOUND", message: "m", data: { id: "w1" } })).toMatchObject({
      error: { code: -32000, data: { code: "NOT_FOUND", data: { id: "w1" } } },
    });
  });

  it.each([undefined, null, 0, { id: "w1" }])("comes back as it was, with data %p", (data) => {
    const error = { code: "NOT_FOUND", message: "m", ...(data !== undefined && { data }) };
    expect(travel({ error })).toEqual({ error });
  });

  it("may be named like a member of every object", () => {
    const error = { code: "toString", message: "m" };
    expect(travel({ error })).toEqual({ error });
  });
});

describe("an error of a server that others wrote", () => {
  it.each([undefined, null, "a text", { reason: "busy" }])("-32000 with data %p is INTERNAL", (data) => {
    const foreign = { message: "m", ...(data !== undefined && { data }) };
    expect(received({ code: -32000, ...foreign })).toEqual({ error: { code: "INTERNAL", ...foreign } });
  });

  it("does not lose its message to its data", () => {
    const data = {
      code: "NOT_FOUND",
      message: "forged",
      stack: "forged",
      cause: { message: "forged" },
      data: 1,
    };
    expect(received({ code: -32000, message: "m", data })).toEqual({
      error: { code: "NOT_FOUND", message: "m", data: 1 },
    });
  });

  it.each(["{}", '{"code": 7}', '{"__proto__": {"code": "FORGED"}}'])(
    "-32000 with data that names no code of its own is INTERNAL: %s",
    (text) => {
      const data: unknown = JSON.parse(text);
      expect(received({ code: -32000, message: "m", data })).toEqual({
        error: { code: "INTERNAL", message: "m", data },
      });
    },
  );

  it.each(["__proto__", "constructor", "toString"])("a number called %s is INTERNAL", (code) => {
    expect(received({ code: code as never, message: "m" })).toMatchObject({ error: { code: "INTERNAL" } });
  });

  it("an unknown number is INTERNAL", () => {
    expect(received({ code: -32099, message: "m" })).toEqual({ error: { code: "INTERNAL", message: "m" } });
  });
});

describe("a response", () => {
  it.each<RpcResponse>([
    { result: { status: "ok" } },
    { result: null },
    { stream: "s1" },
    {
      error: {
        code: "OUTER",
        message: "m",
        stack: "at ...",
        cause: { name: "TypeError", message: "inner", cause: { code: "INNER", message: "n" } },
      },
    },
  ])("comes back as it was: %j", (response) => {
    expect(travel(response)).toEqual(response);
  });

  it.each<JsonRpcResponse["id"]>([7, "a", null])("repeats the id %p of its request", (id) => {
    expect(toJsonRpcResponse(id, { result: 1 })).toEqual({ jsonrpc: "2.0", id, result: 1 });
  });
});

it.each<RpcResponse>([
  { stream: "s1" },
  { stream: "s1", window: 3 },
  { result: { stream: "s1" } },
  { result: undefined },
])("a reply with %j is the same after both ways", (reply) => {
  expect(travel(reply)).toStrictEqual(reply);
});
