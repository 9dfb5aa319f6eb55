import { inject, injectable, preDestroy } from "inversify";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { createContainer, createRpcServer } from "../../src/main/index.js";
import { memoryLogger, openSession } from "./support/session.js";

describe("closing a server disposes of", () => {
  const disposed: string[] = [];
  beforeEach(() => {
    disposed.length = 0;
  });

  @injectable()
  class Database {
    @preDestroy() async end(): Promise<void> {
      disposed.push("database");
    }
  }

  @RpcDomain("storage")
  class Storage {
    constructor(@inject(Database) readonly database: Database) {}
    @RpcMethod() open(): void {}
    @preDestroy() end(): void {
      disposed.push("storage");
    }
  }

  @injectable()
  class Broken {
    @preDestroy() end(): void {
      throw new Error("cannot let go");
    }
  }

  it("what the container made", async () => {
    const { server, call } = openSession([Storage], {
      bind: (container) => void container.bind(Database).toSelf(),
    });
    await call("storage.open");
    await server.close();
    expect(disposed.sort()).toEqual(["database", "storage"]);
  });

  it("nothing that was never made", async () => {
    const { server } = openSession([Storage], {
      bind: (container) => void container.bind(Database).toSelf(),
    });
    await server.close();
    expect(disposed).toEqual([]);
  });

  it("the rest, though one service fails at it, which is logged", async () => {
    const { server, container, call, log } = openSession([Storage], {
      bind: (bound) => {
        bound.bind(Broken).toSelf();
        bound.bind(Database).toSelf();
      },
    });
    container.get(Broken);
    await call("storage.open");
    await expect(server.close()).resolves.toBeUndefined();
    expect(disposed.sort()).toEqual(["database", "storage"]);
    expect(log).toContainEqual({
      level: "error",
      message: "A service was not disposed of",
      details: new Error("cannot let go"),
    });
  });

  it("nothing of a parent container, which may serve others", async () => {
    const parent = createContainer();
    parent.bind(Database).toSelf();
    parent.get(Database);
    const server = createRpcServer({ container: createContainer({ parent }), logger: memoryLogger().logger });
    await server.close();
    expect(disposed).toEqual([]);
  });
});
