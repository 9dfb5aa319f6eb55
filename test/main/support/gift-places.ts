import { ContainerModule } from "inversify";
import { WebSocket } from "ws";
import {
  RpcDomain,
  RpcEmitter,
  RpcError,
  RpcEvent,
  RpcMethod,
  rpcDomain,
  Unchecked,
} from "../../../decorators/index.js";
import {
  createContainer,
  createRpcServer,
  inProcessTransport,
  type RpcServer,
  webSocketTransport,
} from "../../../src/main/index.js";
import { connectWebSocket } from "../../../src/renderer/index.js";
import type { AtomitonBridge } from "../../../src/shared/bridge.js";
import { createTestApp, loadPreloadSource } from "../../../src/testing/index.js";
import { compileProjectPreload } from "../../support/isolated-world/project-preload.js";

/** What a service gives away: one value in every way there is. */
export const gift: { given: unknown } = { given: undefined };

@RpcDomain("gift")
export class GiftService {
  @RpcEvent() readonly onGift = new RpcEmitter<unknown>();

  @RpcMethod()
  give(): unknown {
    return gift.given;
  }

  @RpcMethod()
  take(@Unchecked() _value: unknown): string {
    return "taken";
  }

  @RpcMethod()
  giveNothing(): void {}

  @RpcMethod()
  fail(): never {
    throw new RpcError("ODD", "no gift", { data: gift.given });
  }

  @RpcMethod()
  async *series(): AsyncGenerator<unknown> {
    yield 1;
    yield 2;
    yield gift.given;
    yield 4;
  }

  @RpcMethod()
  async *slowSeries(): AsyncGenerator<unknown> {
    for (const item of [1, gift.given, 3]) {
      await new Promise(setImmediate);
      yield item;
    }
  }

  @RpcMethod()
  emit(): void {
    this.onGift.emit(gift.given);
    this.onGift.emit("the next");
  }
}

export type Api = { gift: GiftService };

const giftModule = new ContainerModule(rpcDomain(GiftService));

/** A caller of the service, and the way to end it. */
export interface Place {
  bridge: AtomitonBridge;
  close(): Promise<unknown>;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function giftServer(): RpcServer {
  const container = createContainer();
  container.load(giftModule);
  return createRpcServer({ container, logger: silent });
}

export const places: Record<string, () => Promise<Place>> = {
  async "a page of Electron"() {
    const app = createTestApp<Api>({
      modules: [giftModule],
      preload: loadPreloadSource(compileProjectPreload()),
      lateEvents: true,
    });
    return { bridge: app.openWindow().bridge, close: () => app.close() };
  },
  async "this process"() {
    const server = giftServer();
    const transport = inProcessTransport();
    await server.listen(transport);
    return { bridge: transport.connect(), close: () => server.close() };
  },
  async "a socket"() {
    const server = giftServer();
    const token = "a token of this test";
    const transport = webSocketTransport({ token });
    await server.listen(transport);
    const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
    return {
      bridge,
      close() {
        bridge.close();
        return server.close();
      },
    };
  },
};
