import { IsString } from "class-validator";
import { Call, Param, type RpcCall, RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { problemsOf } from "./support/boot.js";

class Dto {
  @IsString() name!: string;
}

class PlainClass {
  name = "";
}

/** A service whose method has these parameter types, as a compiler would have emitted them. */
function emitted(types: unknown[] | undefined, handler: (...params: never[]) => void = () => {}): object {
  class Probe {}
  const descriptor = { value: handler, writable: true, configurable: true };
  Object.defineProperty(Probe.prototype, "run", descriptor);
  if (types !== undefined) Reflect.defineMetadata("design:paramtypes", types, Probe.prototype, "run");
  RpcMethod()(Probe.prototype, "run", descriptor);
  RpcDomain("probe")(Probe);
  return new Probe();
}

const complaints = (service: object) => problemsOf(() => new RPCRouter().register(service));

describe("without emitDecoratorMetadata", () => {
  const missing = expect.stringMatching(
    /^Probe\.run: TypeScript emitted no parameter types; set "emitDecoratorMetadata"/,
  );

  it("a method is refused, with the setting to change", () => {
    expect(complaints(emitted(undefined, (_a: string) => {}))).toEqual([missing]);
  });

  it("one without parameters is refused too, for it may have some with defaults", () => {
    expect(complaints(emitted(undefined))).toEqual([missing]);
  });

  it("a method is served whose every parameter is described", async () => {
    @RpcDomain("described")
    class Described {
      @RpcMethod()
      greet(@Param(() => String) name: string): string {
        return name;
      }
    }
    Reflect.deleteMetadata("design:paramtypes", Described.prototype, "greet");
    const router = new RPCRouter().register(new Described());
    await expect(router.route("described.greet", ["Ada"])).resolves.toBe("Ada");
    await expect(router.route("described.greet", [7])).rejects.toMatchObject({ code: "INVALID_PARAMS" });
  });
});

describe("a parameter type that says nothing at run time is refused, with the fix:", () => {
  it.each<[what: string, type: unknown, fix: string]>([
    [
      "an array",
      Array,
      "an array says nothing of its elements; write @Param(() => [Element]), or @Unchecked()",
    ],
    ["an interface, union or unknown", Object, "use a DTO class, @Param(() => Type), or @Unchecked()"],
    ["what a circular import leaves", undefined, "use a DTO class, @Param(() => Type), or @Unchecked()"],
    ["an import type", Function, 'because it is imported with "import type"; import it as a value'],
    ["a Map", Map, "Map cannot be validated; use a DTO class, or mark it @Unchecked()"],
    ["a Set", Set, "Set cannot be validated"],
    ["a Promise", Promise, "Promise cannot be validated"],
    ["a symbol", Symbol, "Symbol cannot be validated"],
    ["a callback", Function, "A callback cannot travel; offer an @RpcEvent() or a stream in its place"],
    ["a Buffer", Buffer, "Buffer arrives as a Uint8Array; declare it so"],
    ["an ArrayBuffer", ArrayBuffer, "ArrayBuffer cannot be validated; send its bytes as a Uint8Array"],
    ["another typed array", Float32Array, "Float32Array cannot be validated; send a Uint8Array"],
    ["a Blob", Blob, "Blob cannot travel; send its bytes as a Uint8Array, and its name beside them"],
    ["a URL", URL, "URL cannot travel; send its text, and read it in the method"],
    ["a ReadableStream", ReadableStream, "ReadableStream cannot travel; send the data in parts"],
    ["a class without rules", PlainClass, "the class PlainClass has no class-validator decorators"],
  ])("%s", (_what, type, fix) => {
    const [problem, ...others] = complaints(emitted([String, type]));
    expect(problem).toContain("Probe.run, parameter 2: ");
    expect(problem).toContain(fix);
    expect(others).toEqual([]);
  });

  it("what @Param says is no better", () => {
    @RpcDomain("vague")
    class Vague {
      @RpcMethod() none(@Param(() => undefined as never) _a: string): void {}
      @RpcMethod() text(@Param(() => "Dto" as never) _a: string): void {}
      @RpcMethod() list(@Param(() => [PlainClass]) _a: PlainClass[]): void {}
      @RpcMethod() empty(@Param(() => [] as never) _a: string[]): void {}
    }
    expect(complaints(new Vague())).toEqual([
      expect.stringContaining("Vague.none, parameter 1: its type (an interface"),
      expect.stringContaining("Vague.text, parameter 1: @Param names no class; write @Param(() => Type)"),
      expect.stringContaining("Vague.list, parameter 1: the class PlainClass has no class-validator"),
      expect.stringContaining("Vague.empty, parameter 1: its type (an interface"),
    ]);
  });

  it("a union with null is one of them in TypeScript's eyes", () => {
    @RpcDomain("nullable")
    class Nullable {
      @RpcMethod() run(_name: string | null): void {}
    }
    expect(complaints(new Nullable())).toEqual([
      expect.stringContaining("Nullable.run, parameter 1: its type (an interface, a union"),
    ]);
  });
});

describe("a parameter type is served", () => {
  it.each([String, Number, Boolean, BigInt, Date, Uint8Array, Dto, AbortSignal])("%p", (type) => {
    expect(new RPCRouter().register(emitted([type])).methods).toEqual(["probe.run"]);
  });

  it("when the author says what to check, or to check nothing", () => {
    @RpcDomain("told")
    class Told {
      @RpcMethod() list(@Param(() => [Dto]) _items: Dto[]): void {}
      @RpcMethod() any(@Unchecked() _value: unknown): void {}
      @RpcMethod() call(@Call() _call: RpcCall): void {}
    }
    expect(new RPCRouter().register(new Told()).methods).toHaveLength(3);
  });

  it("when only an ancestor of the DTO has rules", () => {
    class Child extends Dto {}
    expect(new RPCRouter().register(emitted([Child])).methods).toEqual(["probe.run"]);
  });
});
