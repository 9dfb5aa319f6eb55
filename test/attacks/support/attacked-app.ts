import type { Container } from "inversify";
import { NetworkPolicy } from "../../../services/node/network-policy.js";
import { NetworkSettings } from "../../../services/node/network-settings.js";
import { inProcessTransport, webSocketTransport } from "../../../src/main/index.js";
import { createTestApp, loadPreloadSource } from "../../../src/testing/index.js";
import { compileProjectPreload } from "../../support/isolated-world/project-preload.js";
import { TOKEN } from "../../support/json-rpc-server.js";
import { atomitonIn } from "../../workflow/support/atomiton.js";
import { bridgeCaller, type Caller, socketCaller } from "./callers.js";
import { probeModule } from "./probe.js";

/** The four ways into one running application. */
export const WAYS = ["text", "MessagePack", "Electron", "in process"] as const;
export type Way = (typeof WAYS)[number];

/** Atomiton with a probe, whom anybody reaches over each of the ways. */
export interface AttackedApp {
  readonly container: Container;
  connect(way: Way): Promise<Caller>;
  /** Where sockets connect. */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens it with its data in the directory. Nobody sees more of an error than a packaged application shows. */
export async function openAttackedApp(dataDir: string): Promise<AttackedApp> {
  const app = createTestApp({
    modules: [...atomitonIn(dataDir), probeModule],
    overrides: (container) => container.bind(NetworkPolicy).to(NetworkSettings).inSingletonScope(),
    preload: loadPreloadSource(compileProjectPreload()),
    exposeInternals: false,
  });
  const local = inProcessTransport();
  const sockets = webSocketTransport({ token: TOKEN });
  await Promise.all([app.server.listen(local), app.server.listen(sockets)]);
  const callers: Caller[] = [];
  const connect = async (way: Way): Promise<Caller> => {
    if (way === "text") return socketCaller(sockets.address.url, TOKEN, "text");
    if (way === "MessagePack") return socketCaller(sockets.address.url, TOKEN, "msgpack");
    if (way === "in process") {
      const bridge = local.connect();
      return bridgeCaller(bridge, () => bridge.close());
    }
    const { window, bridge } = app.openWindow();
    return bridgeCaller(bridge, () => window.close());
  };
  return {
    container: app.container,
    url: sockets.address.url,
    async connect(way) {
      const caller = await connect(way);
      callers.push(caller);
      return caller;
    },
    async close() {
      for (const caller of callers) caller.close();
      await app.close();
    },
  };
}
