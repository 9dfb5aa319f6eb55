import { RpcError, type RpcStandardErrorCode } from "../../decorators/rpc-error.js";
import { createRPCClient } from "../../src/renderer/index.js";
import { errorFromWire } from "../../src/shared/error-wire.js";
import { fromJsonRpcResponse, type JsonRpcResponse } from "../../src/shared/json-rpc.js";
import { closeServers, connectBridge, serveSocket } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

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
const CODES: [code: string, number: number][] = [...Object.entries(NUMBERS), ["NOT_FOUND", -32000]];

interface Throwing {
  probe: { fail(code: string): Promise<never>; crash(): Promise<never>; lossy(): Promise<never> };
}

async function serveErrors(): Promise<string> {
  const { server, url } = await serveSocket();
  server.router
    .register("probe.fail", (code: string) => {
      const cause = new RpcError("CONFLICT", "The cause", { data: [1] });
      throw new RpcError(code, `It was ${code}`, { data: { code, at: { step: 3 } }, cause });
    })
    .register("probe.crash", () => {
      throw new TypeError("secret");
    })
    .register("probe.lossy", () => {
      throw new RpcError("CONFLICT", "Taken", { data: { by: new Map([["a", 1]]) } });
    });
  return url;
}

/** The error of a call over text, as a client of ours would rebuild it, and the number it came with. */
async function failByText(url: string, method: string, ...params: unknown[]): Promise<[unknown, number]> {
  const client = await JsonRpcSocket.open(url);
  const reply = (await client.exchange({ jsonrpc: "2.0", method, params, id: 1 })) as JsonRpcResponse;
  if (!("error" in reply)) throw new Error(`${method} did not fail`);
  const response = fromJsonRpcResponse(reply);
  if (!("error" in response)) throw new Error(`${method} lost its error`);
  return [errorFromWire(response.error), reply.error.code];
}

const connect = (url: string) => createRPCClient<Throwing>({ bridge: connectBridge(url) });

const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error) => error,
  );

function expectWhole(error: unknown, code: string): void {
  expect(error).toBeInstanceOf(RpcError);
  expect(error).toMatchObject({ code, message: `It was ${code}`, data: { code, at: { step: 3 } } });
  const { cause } = error as RpcError;
  expect(cause).toBeInstanceOf(RpcError);
  expect(cause).toMatchObject({ code: "CONFLICT", message: "The cause", data: [1] });
}

describe.each(CODES)("%s", (code, number) => {
  it(`is ${number} over text, and arrives whole`, async () => {
    const [error, received] = await failByText(await serveErrors(), "probe.fail", code);
    expect(received).toBe(number);
    expectWhole(error, code);
  });

  it("arrives whole over the binary subprotocol", async () => {
    const rpc = connect(await serveErrors());
    expectWhole(await caught(rpc.probe.fail(code)), code);
  });
});

describe("an error that nobody declared", () => {
  it("says nothing of itself over text", async () => {
    const [error, number] = await failByText(await serveErrors(), "probe.crash");
    expect(number).toBe(-32603);
    expect(error).toMatchObject({ code: "INTERNAL", message: "Internal error" });
    expect((error as Error).stack).not.toContain("secret");
  });

  it("says nothing of itself over the binary subprotocol", async () => {
    const error = await caught(connect(await serveErrors()).probe.crash());
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: "INTERNAL", message: "Internal error" });
  });
});

describe("an error whose data JSON would lose", () => {
  it("keeps its code and message over text", async () => {
    const [error] = await failByText(await serveErrors(), "probe.lossy");
    expect(error).toMatchObject({ code: "CONFLICT", message: "Taken" });
    expect((error as RpcError).data).toBeUndefined();
  });

  it("keeps all of it over the binary subprotocol", async () => {
    const error = await caught(connect(await serveErrors()).probe.lossy());
    expect(error).toMatchObject({ code: "CONFLICT", data: { by: new Map([["a", 1]]) } });
  });
});

it("a number that is no code of ours is INTERNAL, with its data kept", () => {
  const read = (code: number, data?: unknown) =>
    fromJsonRpcResponse({ jsonrpc: "2.0", id: 1, error: { code, message: "m", data } });
  expect(read(-32050, 5)).toEqual({ error: { code: "INTERNAL", message: "m", data: 5 } });
  expect(read(-32000)).toEqual({ error: { code: "INTERNAL", message: "m" } });
  expect(read(-32000, "x")).toEqual({ error: { code: "INTERNAL", message: "m", data: "x" } });
});
