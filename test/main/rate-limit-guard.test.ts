import { jest } from "@jest/globals";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  RateLimitGuard,
} from "../../src/main/index.js";
import { createRPCClient, type RpcError } from "../../src/renderer/index.js";

@RpcDomain("busy")
class BusyService {
  @RpcMethod()
  work(): string {
    return "ok";
  }
}

async function clientsOf(guard: RateLimitGuard) {
  const container = createContainer();
  container.bind(BusyService).toSelf();
  container.bind(RateLimitGuard).toConstantValue(guard);
  const server = createRpcServer({ container, guards: [RateLimitGuard] });
  const transport = inProcessTransport();
  await server.listen(transport);
  const client = () => createRPCClient<{ busy: BusyService }>({ bridge: transport.connect() });
  return { server, one: client(), other: client() };
}

afterEach(() => {
  jest.useRealTimers();
});

test("a sender that spent its burst is refused with the time to wait, and served again after it", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  const { server, one, other } = await clientsOf(new RateLimitGuard({ perSecond: 10, burst: 2 }));
  await one.busy.work();
  await one.busy.work();

  const refusal = await one.busy.work().then(String, (error: RpcError) => error);
  expect(refusal).toMatchObject({ code: "RATE_LIMITED", data: { retryAfterMs: 100 } });
  expect(await other.busy.work()).toBe("ok");

  jest.advanceTimersByTime(100);
  expect(await one.busy.work()).toBe("ok");
  await expect(one.busy.work()).rejects.toMatchObject({ code: "RATE_LIMITED" });

  // However long it rests, its burst is what it may make at once.
  jest.advanceTimersByTime(60_000);
  await one.busy.work();
  await one.busy.work();
  await expect(one.busy.work()).rejects.toMatchObject({ code: "RATE_LIMITED" });
  await server.close();
});

test("limits that let nothing through are refused", () => {
  expect(() => new RateLimitGuard({ perSecond: 0 })).toThrow(TypeError);
  expect(() => new RateLimitGuard({ perSecond: 10, burst: 0 })).toThrow(TypeError);
});
