import { inspect } from "node:util";
import {
  type Container,
  ContainerModule,
  inject,
  injectable,
  injectFromHierarchy,
  postConstruct,
} from "inversify";
import { RpcDomain, RpcMethod, rpcDomain } from "../../decorators/index.js";
import { createContainer, createRpcServer, inProcessTransport, RpcBootError } from "../../src/main/index.js";
import { problemsOf, routerOf } from "./support/boot.js";
import { memoryLogger } from "./support/session.js";

/** A database that is not there for the first few times. */
function flakyService(failures: number) {
  let attempts = 0;
  @injectable()
  class Database {
    @postConstruct()
    async connect(): Promise<void> {
      await new Promise(setImmediate);
      if (++attempts <= failures) throw new Error(`no connection (${attempts})`);
    }
  }
  @RpcDomain("orders")
  class Orders {
    constructor(@inject(Database) readonly database: Database) {}
    @RpcMethod() count(): number {
      return attempts;
    }
  }
  return { Database, Orders };
}

describe("an asynchronous @postConstruct that fails", () => {
  const serve = (failures: number, eager: boolean) => {
    const { Database, Orders } = flakyService(failures);
    const container = createContainer();
    container.bind(Database).toSelf();
    container.load(new ContainerModule(rpcDomain(Orders, { eager })));
    const { lines, logger } = memoryLogger();
    const server = createRpcServer({ container, logger, exposeInternals: false });
    return { server, lines, transport: inProcessTransport() };
  };

  it("is UNAVAILABLE to the caller and whole in the log, and the next call tries again", async () => {
    const { server, lines, transport } = serve(1, false);
    await server.listen(transport);
    const bridge = transport.connect();
    const message = "Orders could not be made; the log of the server says why";
    expect(await bridge.invoke("orders.count")).toEqual({ error: { code: "UNAVAILABLE", message } });
    const errors = lines.filter(({ level }) => level === "error");
    expect(errors).toEqual([
      { level: "error", message: expect.stringContaining(message), details: expect.any(Error) },
    ]);
    expect(inspect(errors[0]?.details)).toContain("no connection (1)");
    expect(await bridge.invoke("orders.count")).toEqual({ result: 2 });
    await server.close();
  });

  it("is no service that was not disposed of", async () => {
    const { server, lines, transport } = serve(9, false);
    await server.listen(transport);
    await transport.connect().invoke("orders.count");
    lines.length = 0;
    await server.close();
    expect(lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("keeps a server with eager services from listening, with the name and the reason, until it succeeds", async () => {
    const { server, transport } = serve(1, true);
    await expect(server.listen(transport)).rejects.toEqual(
      new RpcBootError([
        'Orders could not be made: Unexpected error found when calling "connect" @postConstruct decorated method on class "Database": no connection (1)',
      ]),
    );
    expect(() => transport.connect()).toThrow("not listening");
    await server.listen(transport);
    expect(await transport.connect().invoke("orders.count")).toEqual({ result: 2 });
    await server.close();
  });
});

describe("what a parent class injects", () => {
  const CLOCK = Symbol("clock");
  class Parent {
    @inject(CLOCK) readonly clock!: object;
  }
  class Built {
    constructor(@inject(CLOCK) readonly clock: object) {}
  }
  const bind = (container: Container) => void container.bind(CLOCK).toConstantValue({});

  it("is a boot error for its subclass, to which inversify would give nothing", () => {
    @RpcDomain("child")
    class Child extends Parent {
      @RpcMethod() run(): void {}
    }
    @RpcDomain("built")
    class BuiltChild extends Built {
      @RpcMethod() run(): void {}
    }
    expect(problemsOf(() => routerOf([Child, BuiltChild], { bind }))).toEqual([
      "Child, property clock: Parent injects it, which inversify does not inherit; add @injectFromHierarchy() to Child",
      "BuiltChild, its constructor's parameters: Built injects it, which inversify does not inherit; add @injectFromHierarchy() to BuiltChild",
    ]);
  });

  it("works with @injectFromHierarchy, as the error says, and with a constructor of the subclass's own", async () => {
    @RpcDomain("child")
    @injectFromHierarchy()
    class Child extends Parent {
      @RpcMethod() run(): boolean {
        return this.clock !== undefined;
      }
    }
    @RpcDomain("built")
    @injectFromHierarchy()
    class BuiltChild extends Built {
      @RpcMethod() run(): boolean {
        return this.clock !== undefined;
      }
    }
    @RpcDomain("own")
    class OwnChild extends Built {
      constructor() {
        super({});
      }
      @RpcMethod() run(): boolean {
        return this.clock !== undefined;
      }
    }
    const router = routerOf([Child, BuiltChild, OwnChild], { bind });
    for (const domain of ["child", "built", "own"]) {
      await expect(router.route(`${domain}.run`)).resolves.toBe(true);
    }
  });
});
