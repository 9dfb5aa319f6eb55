import { ContainerModule } from "inversify";
import { WebSocket } from "ws";
import { RpcDomain, RpcMethod, rpcDomain, Upload } from "../../decorators/index.js";
import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  webSocketTransport,
} from "../../src/main/index.js";
import { connectWebSocket, createRPCClient } from "../../src/renderer/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import { createTestApp, loadPreloadSource } from "../../src/testing/index.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { sized } from "../support/sized.js";

const CHUNK_BYTES = 256 * 1024;
const MIB = 1024 * 1024;
const BYTES = sized({ small: 8 * MIB, ci: 128 * MIB, full: 1024 * MIB }, "ATOMITON_TEST_UPLOAD_BYTES");

/** Items that a source may be ahead of its handler: what it was granted, and half of that again. */
const AHEAD = 128;

let read = 0;

@RpcDomain("file")
class FileService {
  @RpcMethod()
  async save(@Upload() chunks: AsyncIterable<Uint8Array>): Promise<number> {
    let bytes = 0;
    for await (const chunk of chunks) {
      read++;
      bytes += chunk.byteLength;
      if (read % 16 === 0) await new Promise(setImmediate);
    }
    return bytes;
  }
}

type Api = { file: FileService };

const fileModule = new ContainerModule(rpcDomain(FileService));

function fileServer() {
  const container = createContainer();
  container.load(fileModule);
  return createRpcServer({ container });
}

const places: Record<string, () => Promise<{ bridge: AtomitonBridge; close(): unknown }>> = {
  async "a page of Electron"() {
    const preload = loadPreloadSource(compileProjectPreload());
    const app = createTestApp<Api>({ modules: [fileModule], preload });
    return { bridge: app.openWindow().bridge, close: () => app.close() };
  },
  async "this process"() {
    const server = fileServer();
    const transport = inProcessTransport();
    await server.listen(transport);
    return { bridge: transport.connect(), close: () => server.close() };
  },
  async "a socket"() {
    const server = fileServer();
    const token = "a token of this test";
    const transport = webSocketTransport({ token });
    await server.listen(transport);
    const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
    const close = () => {
      bridge.close();
      return server.close();
    };
    return { bridge, close };
  },
};

it.each(Object.entries(places))(
  "an upload over %s never has more under way than its handler asked for",
  async (_name, open) => {
    const { bridge, close } = await open();
    const rpc = createRPCClient<Api>({ bridge });
    read = 0;
    let made = 0;
    let ahead = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let bytes = 0; bytes < BYTES; bytes += CHUNK_BYTES) {
        made++;
        ahead = Math.max(ahead, made - read);
        yield new Uint8Array(CHUNK_BYTES);
      }
    }
    expect(await rpc.file.save(chunks())).toBe(BYTES);
    expect(ahead).toBeLessThanOrEqual(AHEAD);
    await close();
  },
  300_000,
);
