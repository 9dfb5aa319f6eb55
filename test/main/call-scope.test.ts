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
import { type Container, inject, injectable, type Newable, preDestroy } from "inversify";
import { Param, RpcCall, RpcDomain, RpcMethod, type RpcReply } from "../../decorators/index.js";
import { createContainer, RPCRouter } from "../../src/main/index.js";
import { problemsOf, routerOf } from "./support/boot.js";

const ended: number[] = [];
let made = 0;

/** What a call has of its own: who took part in it. */
@injectable()
class Journal {
  readonly serial = ++made;
  readonly entries: string[] = [];
  constructor(@inject(RpcCall) readonly call: RpcCall) {}
  @preDestroy()
  end(): void {
    ended.push(this.serial);
  }
}

@injectable()
class JournalGuard implements Guard<RpcCall> {
  constructor(@inject(Journal) readonly journal: Journal) {}
  activate(): boolean {
    return this.journal.entries.push("guard") > 0;
  }
}

@injectable()
class JournalInterceptor implements Interceptor<RpcCall, RpcReply> {
  constructor(@inject(Journal) readonly journal: Journal) {}
  async intercept(
    _call: RpcCall,
    _reply: RpcReply,
    next: () => Promise<InterceptorTransformObject>,
  ): Promise<void> {
    this.journal.entries.push("interceptor");
    await next();
  }
}

@injectable()
class JournalPipe implements Pipe {
  constructor(@inject(Journal) readonly journal: Journal) {}
  execute(input: unknown): unknown {
    this.journal.entries.push("pipe");
    return input;
  }
}

@CatchError()
class JournalFilter implements ErrorFilter {
  constructor(@inject(Journal) readonly journal: Journal) {}
  catch(): unknown {
    return [...this.journal.entries, "filter"];
  }
}

@RpcDomain("work")
@UseGuard(JournalGuard)
@UseInterceptor(JournalInterceptor)
class WorkService {
  constructor(@inject(Journal) readonly journal: Journal) {}

  @RpcMethod()
  async run(@Param(JournalPipe) text: string): Promise<unknown> {
    await new Promise(setImmediate);
    return [...this.journal.entries, text, this.journal.call.method, this.journal.call.params];
  }

  @RpcMethod()
  @UseErrorFilter(JournalFilter)
  fail(): never {
    throw new Error("no");
  }

  @RpcMethod()
  async *stream(): AsyncGenerator<number> {
    yield this.journal.serial;
    yield ended.length;
  }
}

function bindWork(container: Container): void {
  const ours: Newable[] = [Journal, JournalGuard, JournalInterceptor, JournalPipe, JournalFilter];
  for (const one of ours) {
    container.bind(one).toSelf().inRequestScope();
  }
  container.bind(WorkService).toSelf().inRequestScope();
}

function workRouter(): RPCRouter {
  const container = createContainer();
  bindWork(container);
  return new RPCRouter({ container });
}

beforeEach(() => {
  ended.length = 0;
});

describe("what is bound in request scope", () => {
  it("is one for a call: its guards, interceptors, pipes and service share it, and it knows the call", async () => {
    const router = workRouter();
    const first = made;
    const results = await Promise.all(["a", "b"].map((text) => router.route("work.run", [text])));
    expect(results).toEqual(
      ["a", "b"].map((text) => ["guard", "interceptor", "pipe", text, "work.run", [text]]),
    );
    expect(made - first).toBe(2);
    expect(ended.sort()).toEqual([first + 1, first + 2]);
  });

  it("is shared with error filters, and disposed of after them", async () => {
    await expect(workRouter().route("work.fail")).resolves.toEqual(["guard", "interceptor", "filter"]);
    expect(ended).toHaveLength(1);
  });

  it("is disposed of when the call fails", async () => {
    await expect(workRouter().route("work.run", [7])).rejects.toMatchObject({ code: "INVALID_PARAMS" });
    expect(ended).toHaveLength(1);
  });

  it.each([true, false])(
    "lives as long as the stream the call answers with (read to its end: %s)",
    async (whole) => {
      const stream = (await workRouter().route("work.stream")) as AsyncIterable<number>;
      const items: number[] = [];
      for await (const item of stream) {
        items.push(item);
        if (!whole) break;
      }
      expect(items.slice(1)).toEqual(whole ? [0] : []);
      expect(ended).toEqual([items[0]]);
    },
  );

  it("may be made by a factory, and come of a parent container", async () => {
    const parent = createContainer();
    const TOKEN = Symbol("token");
    let serial = 0;
    parent
      .bind(TOKEN)
      .toDynamicValue(() => ({ serial: ++serial }))
      .inRequestScope();
    @injectable()
    class Other {
      constructor(@inject(TOKEN) readonly token: object) {}
    }
    @RpcDomain("same")
    class Same {
      constructor(
        @inject(TOKEN) readonly token: object,
        @inject(Other) readonly other: Other,
      ) {}
      @RpcMethod() is(): boolean {
        return this.token === this.other.token;
      }
    }
    const container = createContainer({ parent });
    container.bind(Other).toSelf().inTransientScope();
    container.bind(Same).toSelf().inTransientScope();
    const router = new RPCRouter({ container });
    await expect(router.route("same.is")).resolves.toBe(true);
    await expect(router.route("same.is")).resolves.toBe(true);
    expect(serial).toBe(2);
  });
});

describe("a singleton that is made from what each call has its own of is refused at boot", () => {
  it("when it asks for the call", () => {
    @RpcDomain("audit")
    class Audit {
      constructor(@inject(RpcCall) readonly call: RpcCall) {}
      @RpcMethod() run(): void {}
    }
    expect(problemsOf(() => routerOf([Audit]))).toEqual([
      "Audit is a singleton, but each call has its own RpcCall; bind Audit with inRequestScope(), or give RpcCall to its methods",
    ]);
  });

  it("when it asks for something of a call, however far away", () => {
    @injectable()
    class Repository {
      constructor(@inject(Journal) readonly journal: Journal) {}
    }
    @RpcDomain("far")
    class Far {
      constructor(@inject(Repository) readonly repository: Repository) {}
      @RpcMethod() run(): void {}
    }
    const bind = (container: Container) => {
      container.bind(Journal).toSelf().inRequestScope();
      container.bind(Repository).toSelf().inTransientScope();
    };
    expect(problemsOf(() => routerOf([Far], { bind }))).toEqual([
      "Far is a singleton, but each call has its own Journal; bind Far with inRequestScope(), or give Journal to its methods",
    ]);
  });
});

it("costs a call nothing that uses none of it: no container is made", async () => {
  @RpcDomain("plain")
  class Plain {
    @RpcMethod() run(): string {
      return "plain";
    }
  }
  const container = createContainer();
  bindWork(container);
  container.bind(Plain).toSelf();
  const router = new RPCRouter({ container });
  const first = made;
  await expect(router.route("plain.run")).resolves.toBe("plain");
  expect(made).toBe(first);
});
