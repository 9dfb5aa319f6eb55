import { IsInt } from "class-validator";
import { inject, injectable } from "inversify";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { createContainer, RPCRouter } from "../../src/main/index.js";
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

  it("may not take a name that is taken, nor one of the protocol's", () => {
    const router = new RPCRouter().register(new MathService());
    expect(problemsOf(() => router.register("math.add", () => 0))).toEqual([
      '"math.add" is registered already; register it once',
    ]);
    expect(problemsOf(() => router.register("rpc.ping", () => 0))).toEqual([
      '"rpc.ping" begins with "rpc.", which is the protocol\'s own',
    ]);
  });
});
