import type { Pipe, PipeMetadata } from "@inversifyjs/framework-core";
import { injectable } from "inversify";
import { Call, Param, type RpcCall, RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { bound, problemsOf, routerOf } from "./support/boot.js";

@injectable()
class Trim implements Pipe<string, string> {
  execute(text: string): string {
    return text.trim();
  }
}

@injectable()
class Lookup implements Pipe<string, { id: string }> {
  async execute(id: string): Promise<{ id: string }> {
    return { id };
  }
}

/** Notes what each pipe is told of the parameter it works on. */
class Noting implements Pipe {
  readonly noted: PipeMetadata[] = [];
  execute(value: unknown, metadata: PipeMetadata): unknown {
    this.noted.push(metadata);
    return value;
  }
}

const noting = new Noting();

@RpcDomain("piped")
class Piped {
  @RpcMethod()
  byClass(@Param(Trim) text: string): string {
    return text;
  }
  @RpcMethod()
  inARow(@Param({ optional: false }, Trim, Lookup) text: unknown): unknown {
    return text;
  }
  @RpcMethod()
  typed(@Param(() => String, Trim) text: unknown): unknown {
    return text;
  }
  @RpcMethod()
  second(_first: string, @Call() _call: RpcCall, @Param(noting) _second: string): void {}
  @RpcMethod()
  optional(@Param({ optional: true }, { execute: (value) => value ?? "default" }) text?: string): unknown {
    return text;
  }
}

// What a pipe makes of a text is no text any more, so the type says nothing.
Reflect.defineMetadata("design:paramtypes", [String], Piped.prototype, "inARow");

const router = routerOf([Piped], { bind: bound(Trim, Lookup) });

describe("a pipe", () => {
  it("transforms its parameter", async () => {
    await expect(router.route("piped.byClass", [" a "])).resolves.toBe("a");
  });

  it("hands on to the next, and may do so asynchronously", async () => {
    await expect(router.route("piped.inARow", [" a "])).resolves.toEqual({ id: "a" });
  });

  it("stands beside a type", async () => {
    await expect(router.route("piped.typed", [" a "])).resolves.toBe("a");
  });

  it("comes after validation, so it gets what was declared", async () => {
    await expect(router.route("piped.byClass", [7])).rejects.toMatchObject({ code: "INVALID_PARAMS" });
  });

  it("gets undefined for an optional parameter that is absent", async () => {
    await expect(router.route("piped.optional")).resolves.toBe("default");
  });

  it("is told the class, the method and the place of its parameter", async () => {
    await router.route("piped.second", ["a", "b"]);
    expect(noting.noted).toEqual([{ targetClass: Piped, methodName: "second", parameterIndex: 2 }]);
  });

  it("of the server works on every parameter that travels, and on no other", async () => {
    const everywhere = new Noting();
    @RpcDomain("two")
    class Two {
      @RpcMethod() run(
        _a: string,
        @Call() _call: RpcCall,
        @Unchecked() _b: unknown,
        _signal: AbortSignal,
      ): void {}
    }
    await routerOf([Two], { pipes: [everywhere] }).route("two.run", ["a", "b"]);
    expect(everywhere.noted.map(({ parameterIndex }) => parameterIndex)).toEqual([0, 2]);
  });

  it("that throws makes the call fail", async () => {
    const failing: Pipe = {
      execute() {
        throw new Error("no such id");
      },
    };
    @RpcDomain("failing")
    class Failing {
      @RpcMethod() run(@Param(failing) _id: string): void {}
    }
    await expect(routerOf([Failing]).route("failing.run", ["a"])).rejects.toThrow("no such id");
  });

  it("that nobody bound is refused at boot", () => {
    @RpcDomain("unbound")
    class Unbound {
      @RpcMethod() run(@Param(Trim) _text: string): void {}
    }
    expect(problemsOf(() => routerOf([Unbound]))).toEqual([
      "Unbound.run: the pipe Trim is not bound; bind it in the container",
    ]);
  });
});
