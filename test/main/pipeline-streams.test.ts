import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import {
  CatchError,
  type ErrorFilter,
  type Interceptor,
  type InterceptorTransformObject,
  UseErrorFilter,
  UseInterceptor,
} from "@inversifyjs/framework-core";
import { ContainerModule, injectable } from "inversify";
import {
  type RpcCall,
  RpcDomain,
  RpcError,
  RpcMethod,
  type RpcReply,
  rpcDomain,
} from "../../decorators/index.js";
import { createRPCClient } from "../../src/renderer/index.js";
import { createTestApp, loadPreloadSource } from "../../src/testing/index.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { bound } from "./support/boot.js";

const user = new AsyncLocalStorage<string>();

@injectable()
class AsUser implements Interceptor<RpcCall, RpcReply> {
  intercept(
    _call: RpcCall,
    _reply: RpcReply,
    next: () => Promise<InterceptorTransformObject>,
  ): Promise<void> {
    return user.run("Ada", async () => void (await next()));
  }
}

class DiskError extends Error {}

@CatchError(DiskError)
class Translate implements ErrorFilter<DiskError> {
  catch({ message }: DiskError): unknown {
    if (message === "nothing") return undefined;
    if (message === "one more") return "the last";
    if (message === "go on") return Readable.from(["c", "d"]);
    if (message === "fail again") return failing();
    throw new RpcError("DISK", message);
  }
}

async function* failing(): AsyncGenerator<string> {
  yield "more";
  throw new DiskError("declared");
}

const finished: string[] = [];

@RpcDomain("log")
@UseErrorFilter(Translate)
class LogService {
  @RpcMethod()
  async *lines(count: number, failure: string): AsyncGenerator<string> {
    for (let line = 0; line < count; line++) yield "ab"[line] as string;
    throw new DiskError(failure);
  }

  @RpcMethod()
  readable(): Readable {
    const readable = new Readable({ objectMode: true, read() {} });
    setImmediate(() => readable.destroy(new DiskError("declared")));
    return readable;
  }

  @RpcMethod()
  @UseInterceptor(AsUser)
  async *whose(): AsyncGenerator<string | undefined> {
    try {
      yield user.getStore();
      await new Promise(setImmediate);
      yield user.getStore();
      await new Promise(() => {});
    } finally {
      finished.push(String(user.getStore()));
    }
  }

  @RpcMethod()
  @UseInterceptor(AsUser)
  async *paced(): AsyncGenerator<string> {
    try {
      for (;;) {
        await new Promise(setImmediate);
        yield "x";
      }
    } finally {
      finished.push(String(user.getStore()));
    }
  }
}

type Api = { log: LogService };

const app = createTestApp<Api>({
  modules: [new ContainerModule(rpcDomain(LogService))],
  overrides: bound(Translate, AsUser),
  preload: loadPreloadSource(compileProjectPreload()),
});
afterAll(() => app.close());

async function read(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  try {
    for await (const item of stream) items.push(item);
    return [...items, "done"];
  } catch (error) {
    return [...items, (error as RpcError).code];
  }
}

const client = () => createRPCClient<Api>({ bridge: app.openWindow().bridge });

describe("an error filter is given what a stream throws", () => {
  it.each<[failure: string, count: number, read: unknown[]]>([
    ["declared", 0, ["DISK"]],
    ["declared", 2, ["a", "b", "DISK"]],
    ["nothing", 1, ["a", "done"]],
    ["one more", 1, ["a", "the last", "done"]],
    ["go on", 0, ["c", "d", "done"]],
    ["fail again", 1, ["a", "more", "INTERNAL"]],
  ])("%s after %i items", async (failure, count, expected) => {
    expect(await read(client().log.lines(count, failure))).toEqual(expected);
  });

  it("of Node as well", async () => {
    expect(await read(client().log.readable() as unknown as AsyncIterable<string>)).toEqual(["DISK"]);
  });
});

it("what an interceptor puts in an AsyncLocalStorage holds in a generator's body, to its finally", async () => {
  const items: unknown[] = [];
  for await (const item of client().log.whose()) if (items.push(item) === 2) break;
  expect(items).toEqual(["Ada", "Ada"]);
  for await (const _ of client().log.paced()) break;
  while (finished.length === 0) await new Promise(setImmediate);
  // One that waits at its yield, too.
  for await (const _ of (await app.server.router.route("log.paced")) as AsyncIterable<string>) break;
  expect(finished).toEqual(["Ada", "Ada"]);
});
