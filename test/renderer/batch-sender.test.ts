import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { FakePageBridge, settled } from "./fake-page-bridge.js";

const openPage = () => {
  const bridge = new FakePageBridge();
  const client = createRPCClient<{ a: { b(value: number): void } }>({ bridge, batch: true });
  return { bridge, client };
};

describe("a call in a batch that is aborted in the turn it was made in", () => {
  it("is not sent, and the others are", async () => {
    const { bridge, client } = openPage();
    const controller = new AbortController();
    const aborted = withOptions(client, { signal: controller.signal }).a.b(1);
    void client.a.b(2);
    void client.a.b(3);
    controller.abort("changed my mind");
    await expect(aborted).rejects.toBe("changed my mind");
    await settled();
    expect(bridge.sent).toMatchObject([{ method: "rpc.batch", params: [{ params: [2] }, { params: [3] }] }]);
  });

  it("is not sent either when it is the only one, nor is a cancel", async () => {
    const { bridge, client } = openPage();
    const controller = new AbortController();
    const aborted = withOptions(client, { signal: controller.signal }).a.b(1);
    controller.abort("changed my mind");
    await expect(aborted).rejects.toBe("changed my mind");
    void client.a.b(2);
    await settled();
    expect(bridge.sent).toMatchObject([{ method: "a.b", params: [2] }]);
  });
});
