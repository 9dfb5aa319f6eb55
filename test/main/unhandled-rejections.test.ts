import type { Container } from "inversify";
import { createContainer, createRpcServer, type RpcTransport } from "../../src/main/index.js";
import { createTestApp } from "../../src/testing/index.js";
import { runCareless } from "./support/run-careless.js";
import { deferred, memoryLogger, openSession } from "./support/session.js";

const handlers = (): number => process.listenerCount("unhandledRejection");

const working: RpcTransport = { listen: () => {}, close: () => {} };
const busy = (): RpcTransport => ({
  listen: () => Promise.reject(new Error("port in use")),
  close: () => {},
});

describe("by default", () => {
  it("a server that listens leaves the process's unhandled rejections alone", async () => {
    const before = handlers();
    const { server } = openSession([]);
    await server.listen(working);
    expect(handlers()).toBe(before);
    await server.close();
  });

  it("a stray rejection of a service ends the process, with its reason", async () => {
    const { lines, code, stderr } = await runCareless("default", "forget");
    expect({ lines, code }).toEqual({ lines: [], code: 1 });
    expect(stderr).toContain("Error: forgotten");
  });

  it("a main() that fails and is not awaited ends the process, with its reason", async () => {
    const { lines, code, stderr } = await runCareless("default", "main");
    expect({ lines, code }).toEqual({ lines: [], code: 1 });
    expect(stderr).toContain("Error: main failed");
  });

  it("what handlers reject with is answered and logged, however late, and never stray", async () => {
    const { lines, code, stderr } = await runCareless("default", "handled");
    expect({ lines, code, stderr }).toEqual({
      lines: [
        "logged thrown",
        "answered INTERNAL",
        "logged rejected",
        "answered INTERNAL",
        "logged one way",
        "answered CANCELLED",
        "answered TIMEOUT",
        "answered UNAVAILABLE",
        "the late ones have failed",
      ],
      code: 0,
      stderr: "",
    });
  });
});

describe('with unhandledRejections: "log"', () => {
  const careful = { unhandledRejections: "log" } as const;

  it("stray rejections are logged, the process lives, and ends when all is done", async () => {
    expect(await runCareless("log", "forget")).toEqual({
      lines: ["logged forgotten", "alive", "logged as it was disposed of", "0 left"],
      code: 0,
      stderr: "",
    });
  });

  it("two servers of one logger log each of them once, until the last has closed", async () => {
    const before = handlers();
    const { lines, logger } = memoryLogger();
    const servers = [1, 2].map(() => createRpcServer({ container: createContainer(), logger, ...careful }));
    for (const server of servers) await server.listen(working);
    expect(handlers()).toBe(before + 1);
    const handle = process.listeners("unhandledRejection").at(-1) as (reason: unknown) => void;
    handle(new Error("stray"));
    expect(lines.filter(({ level }) => level === "error")).toEqual([
      {
        level: "error",
        message: "A promise was rejected and nobody handled it",
        details: new Error("stray"),
      },
    ]);
    await servers[0]?.close();
    expect(handlers()).toBe(before + 1);
    await servers[1]?.close();
    expect(handlers()).toBe(before);
  });

  it("a listen that fails gives them back to the process, unless another transport listens", async () => {
    const { server } = openSession([], careful);
    const before = handlers();
    await expect(server.listen(busy())).rejects.toThrow("port in use");
    expect(handlers()).toBe(before);
    await server.listen(working);
    expect(handlers()).toBe(before + 1);
    await expect(server.listen(busy())).rejects.toThrow("port in use");
    expect(handlers()).toBe(before + 1);
    await server.close();
    expect(handlers()).toBe(before);
  });

  it("they are logged until the server has closed, though its only listen fails meanwhile", async () => {
    const before = handlers();
    const disposed: number[] = [];
    const bind = (container: Container) =>
      void container
        .bind("store")
        .toConstantValue("data")
        .onDeactivation(() => void disposed.push(handlers()));
    const { server, container } = openSession([], { bind, ...careful });
    container.get("store");
    const listening = deferred();
    const refused = server.listen({ listen: () => listening.promise, close: () => {} });
    const closed = server.close();
    listening.reject(new Error("port in use"));
    await expect(refused).rejects.toThrow("port in use");
    await closed;
    expect([...disposed, handlers()]).toEqual([before + 1, before]);
  });
});

it.each(["warn", true, null])("unhandledRejections: %j is refused", (unhandledRejections) => {
  const options = { container: createContainer(), logger: memoryLogger().logger, unhandledRejections };
  expect(() => createRpcServer(options as never)).toThrow(
    `createRpcServer: unhandledRejections is "log" or left out, not ${JSON.stringify(unhandledRejections)}`,
  );
});

it("a test app leaves them to the test runner, even when it is told otherwise", async () => {
  const before = handlers();
  const app = createTestApp({
    modules: [],
    preload: () => {},
    ...({ unhandledRejections: "log" } as object),
  });
  expect(handlers()).toBe(before);
  await app.close();
});
