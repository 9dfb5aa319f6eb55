import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { inProcessTransport } from "../../src/main/index.js";
import { openSession } from "./support/session.js";

@RpcDomain("news")
class News {
  @RpcEvent() readonly onNews = new RpcEmitter<string>();
  @RpcMethod() tell(text: string): void {
    this.onNews.emit(text);
  }
}

/** A bridge in this process that is subscribed to the news. */
async function openBridge() {
  const { server } = openSession([News]);
  const transport = inProcessTransport();
  await server.listen(transport);
  const bridge = transport.connect();
  await bridge.invoke("rpc.subscribe", ["news.onNews"]);
  const heard: unknown[] = [];
  const listen = (name = "") => bridge.on("news.onNews", (payload) => heard.push(name + payload));
  const tell = async (text: string) => {
    await bridge.invoke("news.tell", [text]);
    await new Promise(setImmediate);
  };
  return { server, bridge, heard, listen, tell };
}

describe("a listener of the in-process bridge", () => {
  it("that stops twice silences nobody who came meanwhile", async () => {
    const { server, heard, listen, tell } = await openBridge();
    const stop = listen("first: ");
    stop();
    listen("second: ");
    stop();
    await tell("a");
    expect(heard).toEqual(["second: a"]);
    await server.close();
  });

  it("given twice hears everything twice, and each stops only itself", async () => {
    const { server, bridge, tell } = await openBridge();
    const heard: unknown[] = [];
    const listener = (payload: unknown) => void heard.push(payload);
    const stops = [bridge.on("news.onNews", listener), bridge.on("news.onNews", listener)];
    await tell("a");
    stops[0]?.();
    await tell("b");
    stops[1]?.();
    await tell("c");
    expect(heard).toEqual(["a", "a", "b"]);
    await server.close();
  });

  it("that stopped hears nothing more, though it was on its way", async () => {
    const { server, bridge, heard, listen, tell } = await openBridge();
    bridge.on("news.onNews", () => stop());
    const stop = listen();
    await tell("a");
    expect(heard).toEqual([]);
    await server.close();
  });
});
