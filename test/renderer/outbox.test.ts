import { Outbox } from "../../src/renderer/websocket/outbox.js";
import type { RpcResponse } from "../../src/shared/messages.js";

it("settles a call once: a reply that comes later is not that of another with its id", () => {
  const sent: unknown[] = [];
  const link = { isOpen: true, send: (frame: unknown) => void sent.push(frame), keepAlive: () => {} };
  const outbox = new Outbox(link, 10);
  const replies: [which: string, reply: RpcResponse][] = [];
  const call = (which: string) =>
    outbox.call({
      id: "same",
      method: "a.b",
      frame: which,
      sends: 0,
      settle: (reply) => void replies.push([which, reply]),
    });
  call("first");
  const first = outbox.get("same");
  if (first === undefined) throw new Error("The call is not there");
  outbox.settle(first, { result: 1 });
  call("second");
  outbox.settle(first, { result: 2 });
  expect([sent, replies]).toEqual([["first", "second"], [["first", { result: 1 }]]]);
  expect(outbox.pending().map(({ frame }) => frame)).toEqual(["second"]);
});
