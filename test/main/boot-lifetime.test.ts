import { inject, injectable } from "inversify";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { createContainer, RPCRouter } from "../../src/main/index.js";
import { routerOf } from "./support/boot.js";

/** A service that counts how often it was made. */
function countedService() {
  let made = 0;
  @RpcDomain("counted")
  class Counted {
    readonly serial = ++made;
    @RpcMethod()
    which(): number {
      return this.serial;
    }
  }
  return { Counted, made: () => made };
}

describe("a singleton", () => {
  it("is made at the first call and not before", async () => {
    const { Counted, made } = countedService();
    const router = routerOf([Counted]);
    expect(made()).toBe(0);
    await router.route("counted.which");
    expect(made()).toBe(1);
  });

  it("is made once, though the first calls come together", async () => {
    const { Counted, made } = countedService();
    const router = routerOf([Counted]);
    const served = await Promise.all([router.route("counted.which"), router.route("counted.which")]);
    expect(served).toEqual([1, 1]);
    expect(made()).toBe(1);
  });

  it("is not made for a call that is refused", async () => {
    const { Counted, made } = countedService();
    const router = routerOf([Counted]);
    await expect(router.route("counted.which", ["superfluous"])).rejects.toMatchObject({
      code: "INVALID_PARAMS",
    });
    expect(made()).toBe(0);
  });

  it("is the one the container gives to others", async () => {
    const { Counted } = countedService();
    const container = createContainer();
    container.bind(Counted).toSelf();
    await new RPCRouter({ container }).route("counted.which");
    expect(container.get(Counted).serial).toBe(1);
  });
});

it("makes a transient service anew at each call", async () => {
  const { Counted } = countedService();
  const container = createContainer();
  container.bind(Counted).toSelf().inTransientScope();
  const router = new RPCRouter({ container });
  await expect(router.route("counted.which")).resolves.toBe(1);
  await expect(router.route("counted.which")).resolves.toBe(2);
});

describe("a service that cannot be made", () => {
  it("fails its first call, and is tried again at the second", async () => {
    let attempts = 0;
    @injectable()
    class Database {
      constructor() {
        if (++attempts === 1) throw new Error("locked");
      }
    }
    @RpcDomain("storage")
    class Storage {
      constructor(@inject(Database) readonly database: Database) {}
      @RpcMethod()
      attempts(): number {
        return attempts;
      }
    }
    const router = routerOf([Storage], { bind: (container) => void container.bind(Database).toSelf() });
    await expect(router.route("storage.attempts")).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: "Storage could not be made; the log of the server says why",
      cause: new Error("locked"),
    });
    await expect(router.route("storage.attempts")).resolves.toBe(2);
  });

  it.each(["the service", "a dependency", "one of those of a dependency"])(
    "asynchronously, because of %s, is tried again too, for everybody who waits",
    async (who) => {
      let attempts = 0;
      const FAILING = Symbol("failing");
      const NEAR = Symbol("near");
      @RpcDomain("remote")
      class Remote {
        constructor(@inject(NEAR) readonly near: unknown) {}
        @RpcMethod() ping(): string {
          return "pong";
        }
      }
      const fallible = async <T>(value: T): Promise<T> => {
        await new Promise(setImmediate);
        if (++attempts === 1) throw new Error("offline");
        return value;
      };
      const container = createContainer();
      container.bind(FAILING).toDynamicValue(() => (who.startsWith("one") ? fallible({}) : {}));
      container
        .bind(NEAR)
        .toResolvedValue((far) => (who.startsWith("a dep") ? fallible({ far }) : { far }), [FAILING]);
      if (who === "the service") {
        container.bind(Remote).toResolvedValue((near) => fallible(new Remote(near)), [NEAR]);
      } else container.bind(Remote).toSelf();
      const router = new RPCRouter({ container });
      const outcomes = await Promise.allSettled([router.route("remote.ping"), router.route("remote.ping")]);
      expect(outcomes).toEqual([
        { status: "rejected", reason: expect.objectContaining({ code: "UNAVAILABLE" }) },
        { status: "rejected", reason: expect.objectContaining({ code: "UNAVAILABLE" }) },
      ]);
      await expect(router.route("remote.ping")).resolves.toBe("pong");
      expect(attempts).toBe(2);
    },
  );
});
