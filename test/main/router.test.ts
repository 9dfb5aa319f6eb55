import { IsInt } from "class-validator";
import { inject, injectable } from "inversify";
import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { createContainer, RPCRouter, type RpcFunction } from "../../src/main/index.js";
import { problemsOf } from "./support/boot.js";

class AddParams {
  @IsInt() a!: number;
  @IsInt() b!: number;
}

@RpcDomain("math")
class MathService {
  @RpcMethod()
  add({ a, b }: AddParams): number {
    return a + b;
  }
  @RpcMethod()
  double(value: number): number {
    return 2 * value;
  }
}

describe("route", () => {
  const router = new RPCRouter().register(new MathService());

  it("takes a list of arguments", async () => {
    await expect(router.route("math.double", [4])).resolves.toBe(8);
  });

  it("takes an object as the one argument", async () => {
    await expect(router.route("math.add", { a: 1, b: 2 })).resolves.toBe(3);
  });

  it("takes no params as an empty list", async () => {
    await expect(router.route("math.double")).rejects.toMatchObject({ code: "INVALID_PARAMS" });
  });

  it("throws what the method throws, as it was thrown", async () => {
    const failure = { not: "an error" };
    const failing = new RPCRouter().register("fail", () => {
      throw failure;
    });
    await expect(failing.route("fail")).rejects.toBe(failure);
  });
});

describe("an unknown method", () => {
  const router = new RPCRouter().register(new MathService());

  it("is METHOD_NOT_FOUND in the same words, whether or not the domain is known", async () => {
    for (const method of ["math.divide", "nowhere.add", "math", "", "MATH.add", "math.add "]) {
      await expect(router.route(method)).rejects.toMatchObject({
        code: "METHOD_NOT_FOUND",
        message: `No such method: ${method}`,
      });
    }
  });

  it.each([
    "constructor",
    "toString",
    "hasOwnProperty",
    "__proto__",
    "math.constructor",
    "math.toString",
    "math.__proto__",
    "math.prototype",
    "__proto__.add",
    "constructor.constructor",
  ])("is %s too, which every object has", async (method) => {
    await expect(router.route(method)).rejects.toMatchObject({ code: "METHOD_NOT_FOUND" });
  });
});

describe("register", () => {
  it("takes an instance, whatever it was made with", async () => {
    class Offset extends MathService {
      constructor(readonly by: number) {
        super();
      }
      @RpcMethod()
      override double(value: number): number {
        return 2 * value + this.by;
      }
    }
    const router = new RPCRouter().register(new Offset(1));
    await expect(router.route("math.double", [4])).resolves.toBe(9);
  });

  it("takes a class that was bound after the container was scanned", async () => {
    const container = createContainer();
    const router = new RPCRouter({ container });
    container.bind(MathService).toSelf();
    await expect(router.register(MathService).route("math.double", [2])).resolves.toBe(4);
  });

  it("makes a class anew at each call when that is its scope", async () => {
    let made = 0;
    @RpcDomain("fresh")
    class Fresh {
      readonly serial = ++made;
      @RpcMethod()
      serialNumber(): number {
        return this.serial;
      }
    }
    const container = createContainer();
    const router = new RPCRouter({ container });
    container.bind(Fresh).toSelf().inTransientScope();
    router.register(Fresh);
    await expect(router.route("fresh.serialNumber")).resolves.toBe(1);
    await expect(router.route("fresh.serialNumber")).resolves.toBe(2);
  });

  it("refuses a class that nobody bound", () => {
    expect(problemsOf(() => new RPCRouter().register(MathService))).toEqual([
      "MathService is not bound; bind it with rpcDomain(), or register an instance of it",
    ]);
  });

  it.each<[service: unknown, name: string]>([
    [{}, "An instance of Object"],
    [Object.create(null), "An instance of no class"],
    [class Plain {}, "Plain"],
    [() => 0, "A function without a name"],
    [null, "null"],
    [undefined, "undefined"],
    [7, "7"],
  ])("refuses %p, which is no service", (service, name) => {
    expect(problemsOf(() => new RPCRouter().register(service as object))).toEqual([
      `${name} is no service; register a class with @RpcDomain, or an instance of one`,
    ]);
  });

  it("refuses a class with a dependency that nobody bound", () => {
    @injectable()
    class Disk {}
    @RpcDomain("files")
    class Files {
      constructor(@inject(Disk) readonly disk: Disk) {}
      @RpcMethod() read(): void {}
    }
    const container = createContainer();
    const router = new RPCRouter({ container });
    container.bind(Files).toSelf();
    expect(problemsOf(() => router.register(Files))).toEqual([expect.stringContaining("nobody bound Disk")]);
  });

  it("refuses a service twice, however it is given", () => {
    const container = createContainer();
    container.bind(MathService).toSelf();
    const router = new RPCRouter({ container });
    const taken = ['"math.add" is registered already; register it once', expect.stringContaining("double")];
    expect(problemsOf(() => router.register(MathService))).toEqual(taken);
    expect(problemsOf(() => router.register(new MathService()))).toEqual(taken);
  });
});

describe("a function registered by name", () => {
  it("is called with the parameters as they came", async () => {
    const router = new RPCRouter().register("legacy.save", (name: string, ...rest: unknown[]) => [
      name,
      rest,
    ]);
    await expect(router.route("legacy.save", ["a", null, { b: 1 }])).resolves.toEqual([
      "a",
      [null, { b: 1 }],
    ]);
  });

  it("keeps within the payload limits", async () => {
    const router = new RPCRouter({ limits: { maxStringLength: 3 } }).register("legacy.save", () => "saved");
    await expect(router.route("legacy.save", ["abc"])).resolves.toBe("saved");
    await expect(router.route("legacy.save", ["abcd"])).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });

  it.each(["echo", "get_data", "files.read", "legacy.files.read"])("may be called %s", (name) => {
    expect(new RPCRouter().register(name, () => 0).methods).toEqual([name]);
  });

  it("may not take a name that is taken, be it a method's or an event's", () => {
    @RpcDomain("news")
    class News {
      @RpcEvent() readonly onNews = new RpcEmitter<string>();
    }
    const router = new RPCRouter().register(new MathService()).register(new News());
    for (const name of ["math.add", "news.onNews"]) {
      expect(problemsOf(() => router.register(name, () => 0))).toEqual([
        `"${name}" is registered already; register it once`,
      ]);
    }
  });

  it.each<[name: string, problem: string]>([
    ["rpc", 'the domain name "rpc" is reserved; choose another'],
    ["rpc.ping", 'the domain name "rpc" is reserved; choose another'],
    ["then", 'the domain name "then" is reserved; choose another'],
    ["files.then", 'the method name "then" is reserved; choose another'],
    ["files.toJSON", 'the method name "toJSON" is reserved; choose another'],
    ["files.__proto__", 'the method name "__proto__" is reserved; choose another'],
    ["constructor.run", 'the domain name "constructor" is reserved; choose another'],
    ["files.prototype.run", 'the method name "prototype" is reserved; choose another'],
    ["", 'the domain name "" is not an identifier of letters, digits and underscores; choose another'],
    ["files.", 'the method name "" is not an identifier of letters, digits and underscores; choose another'],
    [
      "white space",
      'the domain name "white space" is not an identifier of letters, digits and underscores; choose another',
    ],
  ])("may not be called %j, as no decorated method may", (name, problem) => {
    expect(problemsOf(() => new RPCRouter().register(name, () => 0))).toEqual([`"${name}": ${problem}`]);
  });

  it("may not have a name that no request may have, nor may a method", () => {
    const name = "x".repeat(257);
    @RpcDomain("d".repeat(200))
    class Wordy {
      @RpcMethod({ name: "m".repeat(56) }) run(): void {}
    }
    const problem = expect.stringMatching(/^"\S+" is longer than 256 characters; choose a shorter name$/);
    expect(problemsOf(() => new RPCRouter().register(name, () => 0))).toEqual([problem]);
    expect(problemsOf(() => new RPCRouter().register(new Wordy()))).toEqual([problem]);
    expect(new RPCRouter().register(name.slice(1), () => 0).methods).toHaveLength(1);
  });

  it.each<unknown>([undefined, null, new MathService(), "math.add"])("may not be %p", (handler) => {
    const router = new RPCRouter();
    expect(problemsOf(() => router.register("math.add", handler as RpcFunction))).toEqual([
      '"math.add" has no function to call; give one, or register a service without a name',
    ]);
    expect(router.methods).toEqual([]);
  });

  it("is refused with a guard of the server that nobody bound", () => {
    @injectable()
    class Nobody {
      activate(): boolean {
        return true;
      }
    }
    expect(problemsOf(() => new RPCRouter({ guards: [Nobody] }).register("legacy", () => 0))).toEqual([
      '"legacy": the guard Nobody is not bound; bind it in the container',
    ]);
  });
});
