import {
  type Interceptor,
  type InterceptorTransformObject,
  UseInterceptor,
} from "@inversifyjs/framework-core";
import { injectable, type Newable } from "inversify";
import { type RpcCall, RpcDomain, RpcMethod, type RpcReply } from "../../decorators/index.js";
import { bound, problemsOf, routerOf } from "./support/boot.js";

type Next = () => Promise<InterceptorTransformObject>;
type Intercept = (call: RpcCall, reply: RpcReply, next: Next) => Promise<void>;

/** A router whose one method, which returns its parameter, is intercepted; and how often that ran. */
function intercepted(...intercepts: Intercept[]) {
  const interceptors = intercepts.map((intercept): Newable<Interceptor<RpcCall, RpcReply>> => {
    @injectable()
    class Given {
      intercept = intercept;
    }
    return Given;
  });
  let runs = 0;
  @RpcDomain("echo")
  @UseInterceptor(...interceptors)
  class Echo {
    @RpcMethod()
    say(text: string): string {
      runs++;
      return text;
    }
  }
  const router = routerOf([Echo], { bind: bound(...interceptors) });
  return { say: (...params: unknown[]) => router.route("echo.say", params), runs: () => runs };
}

const cache: Intercept = async (call, reply, next) => {
  if (call.params[0] === "known") reply.result = "from the cache";
  else await next();
};

describe("an interceptor", () => {
  it("transforms the result by what it pushes", async () => {
    const { say } = intercepted(async (_call, _reply, next) => {
      (await next()).push((value) => `${value}!`);
    });
    await expect(say("a")).resolves.toBe("a!");
  });

  it("may transform asynchronously, one after the other", async () => {
    const { say } = intercepted(async (_call, _reply, next) => {
      const transforms = await next();
      transforms.push(async (value) => `(${value})`);
      transforms.push(async (value) => `[${value}]`);
    });
    await expect(say("a")).resolves.toBe("[(a)]");
  });

  it("reads and sets the result in the reply", async () => {
    const { say } = intercepted(async (_call, reply, next) => {
      await next();
      reply.result = `${reply.result} and more`;
    });
    await expect(say("a")).resolves.toBe("a and more");
  });

  it("answers in the handler's place when it sets the result and does not go on", async () => {
    const { say, runs } = intercepted(cache);
    await expect(say("known")).resolves.toBe("from the cache");
    expect(runs()).toBe(0);
    await expect(say("new")).resolves.toBe("new");
    expect(runs()).toBe(1);
  });

  it("that answers in the handler's place is itself intercepted", async () => {
    const { say } = intercepted(async (_call, _reply, next) => {
      (await next()).push((value) => `${value}!`);
    }, cache);
    await expect(say("known")).resolves.toBe("from the cache!");
  });

  it("makes the call fail by what it throws, before or after the handler", async () => {
    const before = intercepted(async () => {
      throw new Error("before");
    });
    await expect(before.say("a")).rejects.toThrow("before");
    expect(before.runs()).toBe(0);
    const after = intercepted(async (_call, _reply, next) => {
      await next();
      throw new Error("after");
    });
    await expect(after.say("a")).rejects.toThrow("after");
    expect(after.runs()).toBe(1);
  });

  it("sees what the handler and validation throw, and may answer instead", async () => {
    const { say } = intercepted(async (_call, reply, next) => {
      try {
        await next();
      } catch (error) {
        reply.result = (error as { code: string }).code;
      }
    });
    await expect(say(7)).resolves.toBe("INVALID_PARAMS");
  });

  it("sees the call with its parameters before validation", async () => {
    const seen: RpcCall[] = [];
    const { say } = intercepted(async (call, _reply, next) => {
      seen.push(call);
      await next();
    });
    await say("a");
    expect(seen).toEqual([expect.objectContaining({ method: "echo.say", params: ["a"] })]);
  });

  it("that calls next() twice is refused, by its name, and the method has run once", async () => {
    const { say, runs } = intercepted(async (_call, _reply, next) => {
      await next();
      await next();
    });
    await expect(say("a")).rejects.toThrow(
      "The interceptor Given of echo.say called next() twice, which would run the method again; call it once",
    );
    expect(runs()).toBe(1);
  });

  it("that calls next() twice at once is refused too, and so is an inner one", async () => {
    const outer: Intercept = async (_call, _reply, next) => void (await next());
    const { say, runs } = intercepted(outer, async (_call, _reply, next) => {
      await Promise.all([next(), next()]);
    });
    await expect(say("a")).rejects.toThrow("called next() twice");
    expect(runs()).toBe(1);
  });

  it("that nobody bound is refused at boot", () => {
    @injectable()
    class Unbound implements Interceptor {
      async intercept(): Promise<void> {}
    }
    @RpcDomain("slow")
    class Slow {
      @RpcMethod() @UseInterceptor(Unbound) run(): void {}
    }
    expect(problemsOf(() => routerOf([Slow]))).toEqual([
      "Slow.run: the interceptor Unbound is not bound; bind it in the container",
    ]);
  });
});
