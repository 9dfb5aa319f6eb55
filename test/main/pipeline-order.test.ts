import {
  CatchError,
  type ErrorFilter,
  type Guard,
  type Interceptor,
  type InterceptorTransformObject,
  type Pipe,
  UseErrorFilter,
  UseGuard,
  UseInterceptor,
} from "@inversifyjs/framework-core";
import { injectable, type Newable } from "inversify";
import { Param, type RpcCall, RpcDomain, RpcMethod, type RpcReply } from "../../decorators/index.js";
import { bound, routerOf } from "./support/boot.js";

const seen: string[] = [];

function guard(name: string): Newable<Guard<RpcCall>> {
  @injectable()
  class NamedGuard implements Guard<RpcCall> {
    activate(): boolean {
      seen.push(`${name} guard`);
      return true;
    }
  }
  return NamedGuard;
}

function interceptor(name: string): Newable<Interceptor<RpcCall, RpcReply>> {
  @injectable()
  class NamedInterceptor implements Interceptor<RpcCall, RpcReply> {
    async intercept(_call: RpcCall, _reply: RpcReply, next: () => Promise<InterceptorTransformObject>) {
      seen.push(`${name} interceptor, before`);
      const transforms = await next();
      seen.push(`${name} interceptor, after`);
      transforms.push((value) => {
        seen.push(`${name} transform`);
        return value;
      });
    }
  }
  return NamedInterceptor;
}

function pipe(name: string): Pipe {
  return {
    execute(value) {
      seen.push(`${name} pipe`);
      return value;
    },
  };
}

/** Says that it saw the error and throws it on. */
function filter(name: string, caught: Newable<Error>): Newable<ErrorFilter> {
  @CatchError(caught)
  class NamedFilter implements ErrorFilter {
    catch(error: unknown): never {
      seen.push(`${name} error filter`);
      throw error;
    }
  }
  return NamedFilter;
}

const enhancers = {
  globalGuard: guard("global"),
  parentGuard: guard("parent class's"),
  classGuard: guard("class's"),
  methodGuard: guard("method's"),
  globalInterceptor: interceptor("global"),
  parentInterceptor: interceptor("parent class's"),
  classInterceptor: interceptor("class's"),
  methodInterceptor: interceptor("method's"),
};

@RpcDomain("parent")
@UseGuard(enhancers.parentGuard)
@UseInterceptor(enhancers.parentInterceptor)
class Parent {}

@RpcDomain("ordered")
@UseGuard(enhancers.classGuard)
@UseInterceptor(enhancers.classInterceptor)
class Ordered extends Parent {
  @RpcMethod()
  @UseGuard(enhancers.methodGuard)
  @UseInterceptor(enhancers.methodInterceptor)
  run(
    @Param(pipe("first parameter's"), pipe("first parameter's second")) value: string,
    @Param(pipe("second parameter's")) _other: string,
  ): string {
    seen.push("handler");
    return value;
  }
}

it("runs global before parent class's before class's before method's, and transforms from the inside out", async () => {
  const router = routerOf([Ordered], {
    guards: [enhancers.globalGuard],
    interceptors: [enhancers.globalInterceptor],
    pipes: [pipe("global")],
    bind: bound(...Object.values(enhancers)),
  });
  seen.length = 0;
  await router.route("ordered.run", ["a", "b"]);
  expect(seen).toEqual([
    "global guard",
    "parent class's guard",
    "class's guard",
    "method's guard",
    "global interceptor, before",
    "parent class's interceptor, before",
    "class's interceptor, before",
    "method's interceptor, before",
    "global pipe",
    "first parameter's pipe",
    "first parameter's second pipe",
    "global pipe",
    "second parameter's pipe",
    "handler",
    "method's interceptor, after",
    "class's interceptor, after",
    "parent class's interceptor, after",
    "global interceptor, after",
    "method's transform",
    "class's transform",
    "parent class's transform",
    "global transform",
  ]);
});

describe("of the error filters for one class of error", () => {
  class Failure extends Error {}
  const filters = {
    method: filter("method's", Failure),
    ownClass: filter("class's", Failure),
    parent: filter("parent class's", Failure),
    global: filter("global", Failure),
  };

  @RpcDomain("base")
  @UseErrorFilter(filters.parent)
  class Base {}

  @RpcDomain("failing")
  @UseErrorFilter(filters.ownClass)
  class Failing extends Base {
    @RpcMethod()
    @UseErrorFilter(filters.method)
    run(): void {
      throw new Failure();
    }
    @RpcMethod()
    plain(): void {
      throw new Failure();
    }
  }

  const router = routerOf([Failing], {
    errorFilters: [filters.global],
    bind: bound(...Object.values(filters)),
  });

  it.each([
    ["run", "method's error filter"],
    ["plain", "class's error filter"],
  ])("the nearest alone sees the error of %s", async (method, expected) => {
    seen.length = 0;
    await expect(router.route(`failing.${method}`)).rejects.toBeInstanceOf(Failure);
    expect(seen).toEqual([expected]);
  });
});
