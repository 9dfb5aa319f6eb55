import { ContainerModule, unmanaged } from "inversify";
import { RpcDomain, RpcMethod, rpcDomain } from "../../decorators/index.js";
import { createContainer, RPCRouter } from "../../src/main/index.js";
import { problemsOf } from "./support/boot.js";

@RpcDomain("greeting")
class GreetingService {
  constructor(@unmanaged() readonly word = "hello") {}
  @RpcMethod()
  greet(): string {
    return this.word;
  }
}

@RpcDomain("farewell")
class FarewellService {
  @RpcMethod()
  leave(): string {
    return "bye";
  }
}

abstract class GreetingApi {
  abstract greet(): string;
}

const greetings = (container = createContainer()) => ({
  container,
  greet: () => new RPCRouter({ container }).route("greeting.greet"),
});

describe("rpcDomain", () => {
  it("is the whole content of a module", async () => {
    const { container, greet } = greetings();
    container.load(new ContainerModule(rpcDomain(GreetingService)));
    await expect(greet()).resolves.toBe("hello");
  });

  it("takes several domains", () => {
    const container = createContainer();
    container.load(new ContainerModule(rpcDomain(GreetingService, FarewellService)));
    expect(new RPCRouter({ container }).methods.sort()).toEqual(["farewell.leave", "greeting.greet"]);
  });

  it("stands beside other bindings of a module", () => {
    const container = createContainer();
    container.load(
      new ContainerModule((options) => {
        rpcDomain(GreetingService)(options);
        options.bind("clock").toConstantValue({});
      }),
    );
    expect(container.get("clock")).toEqual({});
    expect(new RPCRouter({ container }).methods).toEqual(["greeting.greet"]);
  });
});

describe("the scan finds a service bound", () => {
  it("to itself", async () => {
    const { container, greet } = greetings();
    container.bind(GreetingService).toSelf();
    await expect(greet()).resolves.toBe("hello");
  });

  it("to an abstract class", async () => {
    const { container, greet } = greetings();
    container.bind(GreetingApi).to(GreetingService);
    await expect(greet()).resolves.toBe("hello");
  });

  it("to a symbol", async () => {
    const { container, greet } = greetings();
    container.bind(Symbol.for("Greeting")).to(GreetingService);
    await expect(greet()).resolves.toBe("hello");
  });

  it("as a constant", async () => {
    const { container, greet } = greetings();
    container.bind("service").toConstantValue(new GreetingService("constant"));
    await expect(greet()).resolves.toBe("constant");
  });

  it("as a dynamic value under its class", async () => {
    const { container, greet } = greetings();
    container.bind(GreetingService).toDynamicValue(() => new GreetingService("dynamic"));
    await expect(greet()).resolves.toBe("dynamic");
  });

  it("as a value resolved asynchronously", async () => {
    const { container, greet } = greetings();
    container.bind(GreetingService).toDynamicValue(async () => new GreetingService("later"));
    await expect(greet()).resolves.toBe("later");
  });

  it("once, though aliases lead to it", () => {
    const { container } = greetings();
    container.bind(GreetingService).toSelf();
    container.bind(GreetingApi).toService(GreetingService);
    expect(new RPCRouter({ container }).methods).toEqual(["greeting.greet"]);
  });
});

describe("the scan passes over", () => {
  it("a dynamic value under a symbol, for what it makes is not known before", () => {
    const container = createContainer();
    container.bind("service").toDynamicValue(() => new GreetingService());
    expect(new RPCRouter({ container }).methods).toEqual([]);
  });

  it("values that have no class, and what is no service", () => {
    const container = createContainer();
    container.bind("bare").toConstantValue(Object.create(null));
    container.bind("odd").toConstantValue({ constructor: "a text" });
    container.bind("function").toConstantValue(() => {});
    container.bind("nothing").toConstantValue(null);
    expect(new RPCRouter({ container }).methods).toEqual([]);
  });
});

describe("a child container", () => {
  it("serves its parent's domains", async () => {
    const parent = createContainer();
    parent.bind(GreetingService).toSelf();
    const { greet } = greetings(createContainer({ parent }));
    await expect(greet()).resolves.toBe("hello");
  });

  it("puts its own binding in the place of its parent's", async () => {
    class FakeGreetings extends GreetingService {}
    const parent = createContainer();
    parent.bind(GreetingService).toSelf();
    const { container, greet } = greetings(createContainer({ parent }));
    container.bind(GreetingService).toConstantValue(new FakeGreetings("fake"));
    await expect(greet()).resolves.toBe("fake");
  });

  it("adds domains of its own without giving them to its parent", () => {
    const parent = createContainer();
    const container = createContainer({ parent });
    container.bind(FarewellService).toSelf();
    expect(new RPCRouter({ container }).methods).toEqual(["farewell.leave"]);
    expect(new RPCRouter({ container: parent }).methods).toEqual([]);
  });

  it("does not hide its parent's service behind another identifier: one domain is then two classes", () => {
    class FakeGreetings extends GreetingService {}
    const parent = createContainer();
    parent.bind(GreetingService).toSelf();
    const container = createContainer({ parent });
    container.bind("fake").toConstantValue(new FakeGreetings());
    expect(problemsOf(() => new RPCRouter({ container }))).toEqual([
      'FakeGreetings and GreetingService are both the domain "greeting"; rename one or bind only one',
    ]);
  });
});
