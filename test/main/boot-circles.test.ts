import { type BindingConstraints, type Container, type Factory, inject, injectable, named } from "inversify";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { problemsOf, routerOf } from "./support/boot.js";

@injectable()
class Clock {}

@injectable()
class Disk {
  constructor(@inject(Clock) readonly clock: Clock) {}
}

@RpcDomain("storage")
class Storage {
  constructor(@inject(Disk) readonly disk: Disk) {}
  @RpcMethod() read(): void {}
}

describe("boot names a circle of dependencies, none of which could be made:", () => {
  const circle = (names: string) =>
    `${names}: each needs the next, so none can be made; let one ask for another later, as through toFactory()`;

  it("of classes, with the way round it and not the way to it", () => {
    @injectable()
    class Left {
      constructor(@inject("right") readonly right: unknown) {}
    }
    @injectable()
    class Right {
      constructor(@inject(Left) readonly left: Left) {}
    }
    @RpcDomain("pair")
    class Pair {
      constructor(@inject(Left) readonly left: Left) {}
      @RpcMethod() run(): void {}
    }
    const bind = (container: Container) => {
      container.bind(Left).toSelf();
      container.bind("right").to(Right);
    };
    expect(problemsOf(() => routerOf([Pair], { bind }))).toEqual([circle("Left -> Right -> Left")]);
  });

  it("of a factory and an alias", () => {
    const bind = (container: Container) => {
      container.bind(Disk).toResolvedValue((clock: Clock) => new Disk(clock), ["clock"]);
      container.bind("clock").toService(Disk);
    };
    expect(problemsOf(() => routerOf([Storage], { bind }))).toEqual([circle("Disk -> clock -> Disk")]);
  });

  it("of aliases alone", () => {
    const bind = (container: Container) => {
      container.bind(Disk).toService("drive");
      container.bind("drive").toService(Disk);
    };
    expect(problemsOf(() => routerOf([Storage], { bind }))).toEqual([circle("Disk -> drive -> Disk")]);
  });

  it("of a service with itself", () => {
    @RpcDomain("self")
    class Self {
      @inject(Self) readonly self!: Self;
      @RpcMethod() run(): void {}
    }
    expect(problemsOf(() => routerOf([Self]))).toEqual([circle("Self -> Self")]);
  });
});

describe("boot is content with what looks like a circle and is none:", () => {
  it("of what wraps another of its kind, told apart by name or by who asks", async () => {
    @injectable()
    class Cache {
      constructor(@inject("store") @named("disk") readonly store: Disk) {}
    }
    @injectable()
    class Log {
      constructor(@inject("store") readonly store: Cache) {}
    }
    @RpcDomain("stored")
    class Stored {
      constructor(@inject("store") readonly store: Log) {}
      @RpcMethod() layers(): unknown[] {
        return [this.store, this.store.store, this.store.store.store].map((layer) => layer.constructor);
      }
    }
    const askedBy = (asker: unknown) => (asked: BindingConstraints) =>
      asked.name === undefined && asked.getAncestor()?.serviceIdentifier === asker;
    const router = routerOf([Stored], {
      bind: (container) => {
        container.bind(Clock).toSelf();
        container.bind("store").to(Log).when(askedBy(Stored));
        container.bind("store").to(Cache).when(askedBy("store"));
        container.bind("store").to(Disk).whenNamed("disk");
      },
    });
    await expect(router.route("stored.layers")).resolves.toEqual([Log, Cache, Disk]);
  });

  it("broken by a factory, which asks later", async () => {
    @RpcDomain("lazy")
    class Lazy {
      constructor(@inject("Lazy") readonly self: () => Lazy) {}
      @RpcMethod() same(): boolean {
        return this.self() === this;
      }
    }
    const bind = (container: Container) =>
      void container.bind<Factory<Lazy>>("Lazy").toFactory((context) => () => context.get(Lazy));
    await expect(routerOf([Lazy], { bind }).route("lazy.same")).resolves.toBe(true);
  });
});
