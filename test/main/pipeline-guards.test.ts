import { type Guard, UseGuard } from "@inversifyjs/framework-core";
import { injectable } from "inversify";
import {
  type RpcCall,
  RpcDomain,
  RpcEmitter,
  RpcError,
  RpcEvent,
  RpcMethod,
} from "../../decorators/index.js";
import { CallContext } from "../../src/main/call-context.js";
import type { RPCRouter } from "../../src/main/index.js";
import { bound, problemsOf, routerOf } from "./support/boot.js";

@injectable()
class OnlyElectron implements Guard<RpcCall> {
  activate({ sender }: RpcCall): boolean {
    return sender.transport === "electron";
  }
}

@injectable()
class WantsToken implements Guard<RpcCall> {
  async activate(): Promise<boolean> {
    throw new RpcError("UNAUTHENTICATED", "Log in first");
  }
}

@RpcDomain("guarded")
@UseGuard(OnlyElectron)
class Guarded {
  calls = 0;
  @RpcEvent() readonly onCalled = new RpcEmitter<number>();
  @RpcMethod()
  run(): number {
    return ++this.calls;
  }
}

const callFrom = (transport: string, method: string) =>
  new CallContext({ method }, { id: "1", transport }, "1");

const fromElectron = (router: RPCRouter, method = "guarded.run") => router.run(callFrom("electron", method));

describe("a guard", () => {
  it("lets a call through when it says yes", async () => {
    const router = routerOf([Guarded], { bind: bound(OnlyElectron) });
    await expect(fromElectron(router)).resolves.toEqual({ result: 1 });
  });

  it("that says no makes FORBIDDEN, and the method does not run", async () => {
    const router = routerOf([Guarded], { bind: bound(OnlyElectron) });
    await expect(router.route("guarded.run")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "guarded.run is not allowed for this sender",
    });
    await expect(fromElectron(router)).resolves.toEqual({ result: 1 });
  });

  it("may throw its own error instead", async () => {
    @RpcDomain("private")
    class Private {
      @RpcMethod() @UseGuard(WantsToken) run(): void {}
    }
    const router = routerOf([Private], { bind: bound(WantsToken) });
    await expect(router.route("private.run")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("comes before validation: who may not call learns nothing of the parameters", async () => {
    const router = routerOf([Guarded], { bind: bound(OnlyElectron) });
    await expect(router.route("guarded.run", ["superfluous"])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("of a parent class holds for a subclass", async () => {
    class Child extends Guarded {}
    const router = routerOf([], { bind: bound(OnlyElectron) }).register(new Child());
    await expect(router.route("guarded.run")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("of a method holds for an override", async () => {
    @RpcDomain("base")
    class Base {
      @RpcMethod() @UseGuard(OnlyElectron) run(): void {}
    }
    class Override extends Base {
      @RpcMethod() override run(): void {}
    }
    const router = routerOf([], { bind: bound(OnlyElectron) }).register(new Override());
    await expect(router.route("base.run")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("of a class holds for its events", async () => {
    const router = routerOf([Guarded], { bind: bound(OnlyElectron) });
    await expect(router.event(callFrom("websocket", "guarded.onCalled"))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { emitter } = await router.event(callFrom("electron", "guarded.onCalled"));
    expect(emitter).toBeInstanceOf(RpcEmitter);
  });

  it("of the server holds for functions registered by name", async () => {
    const router = routerOf([], { guards: [OnlyElectron], bind: bound(OnlyElectron) });
    router.register("legacy", () => "done");
    await expect(router.route("legacy")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(fromElectron(router, "legacy")).resolves.toEqual({ result: "done" });
  });

  it("that nobody bound is refused at boot, with the method", () => {
    expect(problemsOf(() => routerOf([Guarded]))).toEqual([
      "Guarded.run: the guard OnlyElectron is not bound; bind it in the container",
      "Guarded.onCalled: the guard OnlyElectron is not bound; bind it in the container",
    ]);
  });
});

describe("a guard is made", () => {
  let made = 0;
  @injectable()
  class Counting implements Guard<RpcCall> {
    readonly serial = ++made;
    activate(): boolean {
      return true;
    }
  }
  @RpcDomain("counting")
  @UseGuard(Counting)
  class Service {
    @RpcMethod() run(): void {}
  }

  it("once, at the first call, when it is a singleton", async () => {
    made = 0;
    const router = routerOf([Service], { bind: bound(Counting) });
    expect(made).toBe(0);
    await router.route("counting.run");
    await router.route("counting.run");
    expect(made).toBe(1);
  });

  it("at every call when it is transient", async () => {
    made = 0;
    const router = routerOf([Service], {
      bind: (container) => void container.bind(Counting).toSelf().inTransientScope(),
    });
    await router.route("counting.run");
    await router.route("counting.run");
    expect(made).toBe(2);
  });
});
