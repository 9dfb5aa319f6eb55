import { CatchError, type ErrorFilter, UseErrorFilter, UseGuard } from "@inversifyjs/framework-core";
import { injectable } from "inversify";
import { type RpcCall, RpcDomain, RpcError, RpcMethod, type RpcReply } from "../../decorators/index.js";
import { bound, problemsOf, routerOf } from "./support/boot.js";

class DiskError extends Error {}
class DiskFull extends DiskError {}

@CatchError(DiskError)
class DiskFilter implements ErrorFilter<DiskError> {
  catch(error: DiskError): string {
    return `disk: ${error.message}`;
  }
}

@CatchError(Error)
class ErrorFilterOfAll implements ErrorFilter<Error> {
  async catch(error: Error): Promise<string> {
    return `error: ${error.message}`;
  }
}

@CatchError()
class Anything implements ErrorFilter {
  catch(error: unknown, call: RpcCall, reply: RpcReply): string {
    return `${call.method} threw ${error}, and the result was ${reply.result}`;
  }
}

/** The result of a method that throws `thrown` under these filters, the first on the method. */
function outcome(thrown: unknown, onMethod: (typeof DiskFilter)[], onClass: (typeof DiskFilter)[] = []) {
  @RpcDomain("failing")
  @UseErrorFilter(...onClass)
  class Failing {
    @RpcMethod()
    @UseErrorFilter(...onMethod)
    run(): void {
      throw thrown;
    }
  }
  const bind = bound(DiskFilter, ErrorFilterOfAll, Anything);
  return routerOf([Failing], { bind }).route("failing.run");
}

describe("an error filter", () => {
  it("answers with what it returns", async () => {
    await expect(outcome(new DiskError("full"), [DiskFilter])).resolves.toBe("disk: full");
  });

  it("catches subclasses of its class", async () => {
    await expect(outcome(new DiskFull("full"), [DiskFilter])).resolves.toBe("disk: full");
  });

  it("lets other errors pass", async () => {
    await expect(outcome(new TypeError("other"), [DiskFilter])).rejects.toThrow(TypeError);
  });

  it("of the nearest class of error goes before one that is nearer to the method", async () => {
    const ofAll = ErrorFilterOfAll as unknown as typeof DiskFilter;
    await expect(outcome(new DiskFull("full"), [ofAll], [DiskFilter])).resolves.toBe("disk: full");
    await expect(outcome(new TypeError("other"), [ofAll], [DiskFilter])).resolves.toBe("error: other");
  });

  it("without a class catches whatever is thrown, be it undefined", async () => {
    const anything = Anything as unknown as typeof DiskFilter;
    for (const thrown of [undefined, null, 0, ""]) {
      await expect(outcome(thrown, [anything])).resolves.toBe(
        `failing.run threw ${thrown}, and the result was undefined`,
      );
    }
  });

  it("turns an error into another by throwing it", async () => {
    @CatchError(DiskError)
    class Translate implements ErrorFilter<DiskError> {
      catch(cause: DiskError): never {
        throw new RpcError("NOT_SAVED", "The disk is full", { cause });
      }
    }
    @RpcDomain("saving")
    class Saving {
      @RpcMethod()
      @UseErrorFilter(Translate)
      save(): void {
        throw new DiskFull();
      }
    }
    const router = routerOf([Saving], { bind: bound(Translate) });
    await expect(router.route("saving.save")).rejects.toMatchObject({ code: "NOT_SAVED" });
  });

  it("sees what guards and validation throw", async () => {
    @CatchError(RpcError)
    class Codes implements ErrorFilter<RpcError> {
      catch(error: RpcError): string {
        return error.code;
      }
    }
    @injectable()
    class Closed {
      activate(): boolean {
        return false;
      }
    }
    @RpcDomain("watched")
    @UseErrorFilter(Codes)
    class Watched {
      @RpcMethod() @UseGuard(Closed) shut(): void {}
      @RpcMethod() typed(_text: string): void {}
    }
    const router = routerOf([Watched], { bind: bound(Codes, Closed) });
    await expect(router.route("watched.shut")).resolves.toBe("FORBIDDEN");
    await expect(router.route("watched.typed", [7])).resolves.toBe("INVALID_PARAMS");
  });
});

describe("boot refuses an error filter", () => {
  it("that nobody bound", () => {
    @RpcDomain("unbound")
    class Unbound {
      @RpcMethod() @UseErrorFilter(DiskFilter) run(): void {}
    }
    expect(problemsOf(() => routerOf([Unbound]))).toEqual([
      "Unbound.run: the error filter DiskFilter is not bound; bind it in the container",
    ]);
  });

  it("that catches nothing, having lost its @CatchError()", () => {
    @injectable()
    class Forgotten implements ErrorFilter {
      catch(): void {}
    }
    @RpcDomain("uncaught")
    class Uncaught {
      @RpcMethod() @UseErrorFilter(Forgotten) run(): void {}
    }
    expect(problemsOf(() => routerOf([Uncaught], { bind: bound(Forgotten) }))).toEqual([
      "Uncaught.run: the error filter Forgotten catches nothing; add @CatchError() to its class",
    ]);
  });
});
