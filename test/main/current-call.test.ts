import { ContainerModule } from "inversify";
import { Call, type RpcCall, RpcDomain, RpcMethod, rpcDomain } from "../../decorators/index.js";
import { createContainer, currentCall, RPCRouter } from "../../src/main/index.js";

/** Code that nobody gives a call to. */
const methodNow = (): string => currentCall().method;

@RpcDomain("now")
class NowService {
  @RpcMethod()
  async which(_text: string, @Call() call: RpcCall): Promise<unknown> {
    await new Promise(setImmediate);
    return [methodNow(), currentCall() === call];
  }

  @RpcMethod()
  async *stream(): AsyncGenerator<string> {
    yield methodNow();
    await new Promise(setImmediate);
    yield methodNow();
  }
}

function routerWith(currentCall?: boolean): RPCRouter {
  const container = createContainer();
  container.load(new ContainerModule(rpcDomain(NowService)));
  return new RPCRouter({ container, ...(currentCall !== undefined && { currentCall }) });
}

// In this order: what is switched on once stays on for the process.
it("is off unless asked for, and says how to switch it on", async () => {
  await expect(routerWith().route("now.which", ["a"])).rejects.toThrow(
    "switch it on with createRpcServer({ currentCall: true })",
  );
});

it("gives each of the calls that run at once its own, in a stream's body too", async () => {
  const router = routerWith(true);
  const results = await Promise.all(["a", "b"].map((text) => router.route("now.which", [text])));
  expect(results).toEqual([
    ["now.which", true],
    ["now.which", true],
  ]);
  const items: string[] = [];
  for await (const item of (await router.route("now.stream")) as AsyncIterable<string>) items.push(item);
  expect(items).toEqual(["now.stream", "now.stream"]);
});

it("says that there is no call where there is none", () => {
  routerWith(true);
  expect(methodNow).toThrow("this code runs for no call");
});
