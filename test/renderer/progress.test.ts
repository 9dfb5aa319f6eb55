import { jest } from "@jest/globals";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { FakePageBridge } from "./fake-page-bridge.js";

afterEach(() => jest.restoreAllMocks());

it("a listener to progress that throws harms neither its call nor another's listener, and its error shows", async () => {
  // Jest takes unhandled rejections for itself.
  const rejection = jest.spyOn(Promise, "reject").mockReturnValue(new Promise(() => {}));
  const bridge = new FakePageBridge();
  const client = createRPCClient<{ a: { work(): string } }>({ bridge });
  const heard: unknown[] = [];
  const slipping = withOptions(client, {
    onProgress: () => {
      throw new Error("a listener's slip");
    },
  });
  const calls = [
    slipping.a.work(),
    withOptions(client, { onProgress: (now) => void heard.push(now) }).a.work(),
  ];
  for (const { meta } of [...bridge.sent]) bridge.deliver("rpc.progress", { id: meta?.id, done: 1 });
  bridge.reply("a.work", { result: "done" });
  expect(await Promise.all(calls)).toEqual(["done", "done"]);
  expect(heard).toEqual([{ done: 1 }]);
  expect(rejection.mock.calls).toEqual([[new Error("a listener's slip")]]);
});
