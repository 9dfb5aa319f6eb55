import { ChildServer } from "../support/json-rpc-child.js";
import { survivesRestart } from "../support/json-rpc-restart.js";
import { RestartClient } from "../support/json-rpc-restart-client.js";
import { closeServers, connectBridge } from "../support/json-rpc-server.js";

const server = new ChildServer();
afterAll(() => server.stop("SIGKILL"));
afterEach(closeServers);

describe.each(["SIGKILL", "SIGTERM"] as const)("a server that gets a %s", (signal) => {
  it("and is started again restores 50 subscriptions and the idempotent calls, and doubles none", async () => {
    await server.start();
    const client = new RestartClient(connectBridge(server.url, { reconnect: { maxDelayMs: 500 } }));
    await survivesRestart(server, signal, async (run, arg) => run(client, arg));
    await server.stop("SIGKILL");
  });
});
