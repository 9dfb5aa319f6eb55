import { createContainer, createRpcServer, inProcessTransport } from "../../../src/main/index.js";

// Runs in a process of its own: its services, or the script itself, leave promises to fail. The first argument
// is how the server treats stray rejections, the second what goes wrong.
const [, , treatment, fault] = process.argv;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const nothing = (): void => {};
const error = (_message: string, details?: unknown): void => say(`logged ${(details as Error).message}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));
const stray = (what: string) => () => void Promise.reject(new Error(what));

const container = createContainer();
const server = createRpcServer({
  container,
  logger: { debug: nothing, info: nothing, warn: nothing, error },
  unhandledRejections: treatment === "log" ? "log" : undefined,
});
const transport = inProcessTransport();
await server.listen(transport);
const bridge = transport.connect();

/** Leaves a promise to fail in a call, and another one as it is disposed of. */
async function forget(): Promise<void> {
  container.bind("careless").toConstantValue("service").onDeactivation(stray("as it was disposed of"));
  container.get("careless");
  server.router.register("careless.forget", stray("forgotten"));
  server.router.register("careless.alive", () => "alive");
  await bridge.invoke("careless.forget");
  await turn();
  say(String(((await bridge.invoke("careless.alive")) as { result: unknown }).result));
  await server.close();
  say(`${process.listenerCount("unhandledRejection")} left`);
}

/** Handlers that fail at once, and after their call has ended in another way. */
async function handled(): Promise<void> {
  const late: (() => void)[] = [];
  const failLate = () => new Promise((_, reject) => late.push(() => reject(new Error("too late"))));
  server.router
    .register("fail.throw", () => {
      throw new Error("thrown");
    })
    .register("fail.reject", (what: string) => Promise.reject(new Error(what)))
    .register("fail.late", failLate);
  const tell = async (reply: Promise<unknown>) =>
    say(`answered ${((await reply) as { error: { code: string } }).error.code}`);

  await tell(bridge.invoke("fail.throw"));
  await tell(bridge.invoke("fail.reject", ["rejected"]));
  bridge.send("fail.reject", ["one way"]);
  await turn();
  const cancelled = bridge.invoke("fail.late", [], { id: "cancelled" });
  await turn();
  bridge.send("rpc.cancel", ["cancelled"]);
  await tell(cancelled);
  await tell(bridge.invoke("fail.late", [], { timeoutMs: 1 }));
  const interrupted = bridge.invoke("fail.late");
  await turn();
  await server.close();
  await tell(interrupted);
  for (const fail of late) fail();
  await turn();
  say("the late ones have failed");
}

if (fault === "main") {
  void (async () => {
    await turn();
    throw new Error("main failed");
  })();
} else {
  await (fault === "forget" ? forget() : handled());
}
