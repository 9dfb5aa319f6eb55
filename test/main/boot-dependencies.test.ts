import { CatchError, UseErrorFilter, UseGuard, UseInterceptor } from "@inversifyjs/framework-core";
import { inject, injectable, multiInject, type Newable, named, optional, unmanaged } from "inversify";
import { Param, RpcDomain, RpcMethod } from "../../decorators/index.js";
import { createContainer, RPCRouter } from "../../src/main/index.js";
import { problemsOf, routerOf } from "./support/boot.js";

@injectable()
class Clock {}

@injectable()
class Disk {
  constructor(@inject(Clock) readonly clock: Clock) {}
}

/** A guard, an interceptor, an error filter and a pipe in one. */
@CatchError()
class Watch {
  constructor(@inject(Clock) readonly clock: Clock) {}
  activate(): boolean {
    return true;
  }
  intercept(): Promise<void> {
    return Promise.resolve();
  }
  catch(): void {}
  execute(value: unknown): unknown {
    return value;
  }
}

@RpcDomain("storage")
class Storage {
  constructor(@inject(Disk) readonly disk: Disk) {}
  @RpcMethod() read(): void {}
}

describe("boot names a dependency that nobody bound", () => {
  it("of a constructor", () => {
    expect(problemsOf(() => routerOf([Storage]))).toEqual([
      "Storage, constructor parameter 1: nobody bound Disk; bind it in the container",
    ]);
  });

  it("of a property", () => {
    const LOG = Symbol("Log");
    @RpcDomain("logged")
    class Logged {
      @inject(LOG) readonly log!: object;
      @RpcMethod() run(): void {}
    }
    expect(problemsOf(() => routerOf([Logged]))).toEqual([
      "Logged, property log: nobody bound Symbol(Log); bind it in the container",
    ]);
  });

  it("of a dependency, however far down", () => {
    const boot = () => routerOf([Storage], { bind: (container) => void container.bind(Disk).toSelf() });
    expect(problemsOf(boot)).toEqual([
      "Disk, constructor parameter 1: nobody bound Clock; bind it in the container",
    ]);
  });

  it("of what two services share, once", () => {
    @RpcDomain("backup")
    class Backup {
      constructor(@inject(Disk) readonly disk: Disk) {}
      @RpcMethod() run(): void {}
    }
    const boot = () =>
      routerOf([Storage, Backup], { bind: (container) => void container.bind(Disk).toSelf() });
    expect(problemsOf(boot)).toEqual([expect.stringContaining("nobody bound Clock")]);
  });

  it("of an alias", () => {
    const bind = (container: ReturnType<typeof createContainer>) => {
      container.bind(Disk).toService(SolidStateDisk);
    };
    abstract class SolidStateDisk extends Disk {}
    expect(problemsOf(() => routerOf([Storage], { bind }))).toEqual([
      "Disk stands for SolidStateDisk, which nobody bound; bind it in the container",
    ]);
  });

  it("under the name that is asked for", () => {
    @RpcDomain("themed")
    class Themed {
      constructor(@inject("theme") @named("dark") readonly theme: string) {}
      @RpcMethod() run(): void {}
    }
    const boot = (name: string) => () =>
      routerOf([Themed], {
        bind: (container) => void container.bind("theme").toConstantValue("#000").whenNamed(name),
      });
    expect(problemsOf(boot("light"))).toEqual([expect.stringContaining("nobody bound theme")]);
    expect(boot("dark")().methods).toEqual(["themed.run"]);
  });

  it("under a name, when others are bound and none fits", () => {
    const bind = (container: ReturnType<typeof createContainer>) => {
      container.bind(Disk).toSelf().whenNamed("fast");
      container.bind(Clock).toSelf();
    };
    expect(problemsOf(() => routerOf([Storage], { bind }))).toEqual([
      "Storage, constructor parameter 1: nobody bound Disk; bind it in the container",
    ]);
  });

  it("of a factory, be it the service's or that of what it is made from", () => {
    const container = createContainer();
    const make = (disk: Disk) => new Storage(disk);
    container.bind(Storage).toResolvedValue(make, [Disk]);
    expect(problemsOf(() => new RPCRouter({ container }))).toEqual([
      "Storage, factory argument 1: nobody bound Disk; bind it in the container",
    ]);
    container.bind(Disk).toResolvedValue((clock: Clock) => new Disk(clock), [Clock]);
    expect(problemsOf(() => new RPCRouter({ container }))).toEqual([
      "Disk, factory argument 1: nobody bound Clock; bind it in the container",
    ]);
    container.bind(Clock).toSelf();
    expect(new RPCRouter({ container }).methods).toEqual(["storage.read"]);
  });

  it.each<[enhancer: string, use: (service: Newable) => void]>([
    ["a guard", UseGuard(Watch) as (service: Newable) => void],
    ["an interceptor", UseInterceptor(Watch) as (service: Newable) => void],
    ["an error filter", UseErrorFilter(Watch) as (service: Newable) => void],
    ["a pipe", (service) => Param(Watch)(service.prototype, "run", 0)],
  ])("of %s, once", (_enhancer, use) => {
    @RpcDomain("watched")
    class Watched {
      @RpcMethod() run(_text: string): void {}
      @RpcMethod() stop(): void {}
    }
    use(Watched);
    const bind = (container: ReturnType<typeof createContainer>) => void container.bind(Watch).toSelf();
    expect(problemsOf(() => routerOf([Watched], { bind }))).toEqual([
      "Watch, constructor parameter 1: nobody bound Clock; bind it in the container",
    ]);
  });

  it("and says when a type is not known, as after a circular import", () => {
    class Circular {
      constructor(readonly other?: unknown) {}
    }
    Reflect.defineMetadata("design:paramtypes", [undefined], Circular);
    RpcDomain("circular")(Circular);
    expect(problemsOf(() => routerOf([Circular]))).toEqual([
      "Circular, constructor parameter 1: its type is not known, as after a circular import; write @inject(identifier), or @unmanaged() for a value of its own",
    ]);
  });
});

describe("all of a kind, of which a parent container binds one that cannot be made", () => {
  const boot = (chained: boolean) => {
    @injectable()
    class Broken {
      constructor(@inject(Disk) readonly disk: Disk) {}
    }
    @RpcDomain("plugins")
    class Plugins {
      constructor(@multiInject("plugin", { chained }) readonly plugins: unknown[]) {}
      @RpcMethod() count(): void {}
    }
    const parent = createContainer();
    parent.bind("plugin").to(Broken);
    const container = createContainer({ parent });
    container.bind("plugin").toConstantValue("of its own");
    container.bind(Plugins).toSelf();
    return new RPCRouter({ container });
  };

  it("is named when the parent's are asked for too", () => {
    expect(problemsOf(() => boot(true))).toEqual([
      "Broken, constructor parameter 1: nobody bound Disk; bind it in the container",
    ]);
  });

  it("is not asked for when the container's own are enough", () => {
    expect(boot(false).methods).toEqual(["plugins.count"]);
  });
});

describe("boot is content with a dependency", () => {
  it("that is optional or not the container's", async () => {
    @RpcDomain("easy")
    class Easy {
      constructor(
        @optional() @inject(Clock) readonly clock: Clock | undefined,
        @unmanaged() readonly retries = 3,
      ) {}
      @RpcMethod()
      clocks(): boolean {
        return this.clock === undefined;
      }
    }
    await expect(routerOf([Easy]).route("easy.clocks")).resolves.toBe(true);
  });

  it("on all of a kind when there is none: inversify gives an empty list", async () => {
    @RpcDomain("plugins")
    class Plugins {
      constructor(@multiInject("plugin") readonly plugins: unknown[]) {}
      @RpcMethod()
      count(): number {
        return this.plugins.length;
      }
    }
    await expect(routerOf([Plugins]).route("plugins.count")).resolves.toBe(0);
  });

  it("that only the parent container has", () => {
    const parent = createContainer();
    parent.bind(Disk).toSelf();
    parent.bind(Clock).toSelf();
    const container = createContainer({ parent });
    container.bind(Storage).toSelf();
    expect(new RPCRouter({ container }).methods).toEqual(["storage.read"]);
  });

  it("that the container binds by itself", () => {
    const container = createContainer({ autobind: true });
    container.bind(Storage).toSelf();
    expect(new RPCRouter({ container }).methods).toEqual(["storage.read"]);
  });

  it("of a service that somebody else constructs", () => {
    const container = createContainer();
    container.bind(Storage).toConstantValue(new Storage(new Disk(new Clock())));
    expect(new RPCRouter({ container }).methods).toEqual(["storage.read"]);
    container.rebind(Storage).toDynamicValue(() => new Storage(new Disk(new Clock())));
    expect(new RPCRouter({ container }).methods).toEqual(["storage.read"]);
  });
});
