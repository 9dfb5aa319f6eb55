import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ContainerModule } from "inversify";
import { WebSocket } from "ws";
import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  webSocketTransport,
} from "../src/main/index.js";
import { connectWebSocket, createRPCClient } from "../src/renderer/index.js";
import type { AtomitonBridge } from "../src/shared/bridge.js";
import { createTestApp, loadPreloadSource } from "../src/testing/index.js";
import { compileProjectPreload } from "./support/isolated-world/project-preload.js";

/** All there is to a new domain: one file in a folder of its own. */
const SERVICE = `
import { IsString } from "class-validator";
import { ContainerModule } from "inversify";
import { RpcDomain, RpcMethod, rpcDomain } from "../../decorators/index.js";

export class GreetParams {
  @IsString() name!: string;
}

@RpcDomain("greeting")
export class GreetingService {
  @RpcMethod()
  greet(params: GreetParams): string {
    return \`Hello \${params.name}\`;
  }

  @RpcMethod()
  async *countdown(from: number): AsyncGenerator<number> {
    for (let n = from; n > 0; n--) yield n;
  }
}

export const greetingModule = new ContainerModule(rpcDomain(GreetingService));
`;

interface GreetingApi {
  greeting: {
    greet(params: { name: string }): Promise<string>;
    countdown(from: number): AsyncIterable<number>;
  };
}

let folder: string;
let module: ContainerModule;

beforeAll(async () => {
  folder = mkdtempSync(join(import.meta.dirname, "new-domain-"));
  writeFileSync(join(folder, "greeting.service.ts"), SERVICE);
  ({ greetingModule: module } = await import(`./${basename(folder)}/greeting.service.ts`));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function callsThrough(bridge: AtomitonBridge): Promise<void> {
  const rpc = createRPCClient<GreetingApi>({ bridge });
  expect(await rpc.greeting.greet({ name: "Ada" })).toBe("Hello Ada");
  await expect(rpc.greeting.greet({} as never)).rejects.toMatchObject({ code: "INVALID_PARAMS" });
  const counted = [];
  for await (const n of rpc.greeting.countdown(3)) counted.push(n);
  expect(counted).toEqual([3, 2, 1]);
}

function serverOfTheFolder() {
  const container = createContainer();
  container.load(module);
  return createRpcServer({ container });
}

test("a domain in a folder of its own is called in process, with nothing else touched", async () => {
  const server = serverOfTheFolder();
  const transport = inProcessTransport();
  await server.listen(transport);
  await callsThrough(transport.connect());
  await server.close();
});

test("the same through the generic preload, which knows nothing of it", async () => {
  const preload = loadPreloadSource(compileProjectPreload());
  const app = createTestApp<GreetingApi>({ modules: [module], preload });
  await callsThrough(app.openWindow().bridge);
  await app.close();
});

test("the same over WebSocket", async () => {
  const server = serverOfTheFolder();
  const token = "a token of sixteen";
  const transport = webSocketTransport({ token });
  await server.listen(transport);
  const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
  await callsThrough(bridge);
  bridge.close();
  await server.close();
});
