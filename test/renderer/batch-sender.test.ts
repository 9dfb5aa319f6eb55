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

describe("the calls of one turn", () => {
  const calls = (count: number) => {
    const { bridge, client } = openPage();
    const answers = Array.from({ length: count }, (_, n) => client.a.b(n));
    return { bridge, answers };
  };
  const sizes = ({ sent }: FakePageBridge) =>
    sent.map(({ method, params }) => [method, (params as unknown[]).length]);

  it.each<[count: number, messages: [method: string, size: number][]]>([
    [1, [["a.b", 1]]],
    [2, [["rpc.batch", 2]]],
    [1_000, [["rpc.batch", 1_000]]],
    [
      1_001,
      [
        ["rpc.batch", 1_000],
        ["a.b", 1],
      ],
    ],
    [
      2_500,
      [
        ["rpc.batch", 1_000],
        ["rpc.batch", 1_000],
        ["rpc.batch", 500],
      ],
    ],
  ])("are %i, in batches that the server takes", async (count, messages) => {
    const { bridge } = calls(count);
    await settled();
    expect(sizes(bridge)).toEqual(messages);
  });

  it("each get the reply of their own place", async () => {
    const { bridge, answers } = calls(3);
    bridge.reply("rpc.batch", {
      result: [{ result: "first" }, { error: { code: "ODD", message: "no" } }, { result: "third" }],
    });
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code))).toEqual([
      "first",
      "ODD",
      "third",
    ]);
  });

  it("all fail when their batch is refused", async () => {
    const { bridge, answers } = calls(2);
    bridge.reply("rpc.batch", { error: { code: "RATE_LIMITED", message: "later" } });
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  it("are sent alone when one of them cannot be carried, and only that one fails", async () => {
    const { bridge, client } = openPage();
    const invoke = bridge.invoke.bind(bridge);
    // Which a page cannot tell from any other object.
    const odd = new Proxy({}, {});
    bridge.invoke = (method, params, meta) => {
      const carriable = method !== "rpc.batch" && (params as unknown[])[0] !== odd;
      if (carriable) return invoke(method, params, meta);
      // As contextBridge does: at once, and not by a promise.
      throw new Error("An object could not be cloned.");
    };
    bridge.reply("a.b", { result: "sent" });
    const refused = expect(client.a.b(odd as never)).rejects.toMatchObject({ code: "NOT_SERIALIZABLE" });
    await expect(client.a.b(1)).resolves.toBe("sent");
    await refused;
    expect(bridge.methods()).toEqual(["a.b"]);
  });
});
