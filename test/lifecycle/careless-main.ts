import { createContainer, createRpcServer, inProcessTransport } from "../../src/main/index.js";

// Runs in a process of its own: a service leaves promises to fail alone. It ends when nothing is left to do.
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const nothing = (): void => {};
const forget = (what: string) => () => void Promise.reject(new Error(what));
const error = (_message: string, details?: unknown): void => say(`logged ${(details as Error).message}`);

const container = createContainer();
container.bind("careless").toConstantValue("service").onDeactivation(forget("as it was disposed of"));
container.get("careless");
const server = createRpcServer({
  container,
  logger: { debug: nothing, info: nothing, warn: nothing, error },
});
server.router.register("careless.forget", (what: string) => forget(what)());
server.router.register("careless.alive", () => true);
const transport = inProcessTransport();
await server.listen(transport);
const bridge = transport.connect();

await bridge.invoke("careless.forget", ["one"]);
await bridge.invoke("careless.forget", ["two"]);
await new Promise((resolve) => setImmediate(resolve));
say(JSON.stringify(await bridge.invoke("careless.alive")));
await server.close();
say(`${process.listenerCount("unhandledRejection")} left`);
