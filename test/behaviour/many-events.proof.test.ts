import { describeWithChromium } from "../support/chromium.js";
import { sized } from "../support/sized.js";
import { isolatedWorld } from "./isolated-world.js";
import { inMemoryElectron, inProcess, type Place, webSocket } from "./places.js";
import type { Scenario } from "./scenario.js";

const EVENTS = sized({ small: 600, ci: 10_000, full: 50_000 }, "ATOMITON_TEST_EVENTS");

const manyEvents: Scenario = {
  name: "many events of many calls keep their order, and none is lost or doubled",
  size: EVENTS,
  run: async ({ createRPCClient, bridge, size }) => {
    const rpc = createRPCClient({ bridge });
    const heard: unknown[] = [];
    const off = rpc.probe.onTick((value) => heard.push(value));
    for (let from = 0; from < size; from += 500) {
      await rpc.probe.tick(Array.from({ length: Math.min(500, size - from) }, (_, index) => from + index));
    }
    while (heard.length < size) await new Promise((resolve) => setTimeout(resolve, 1));
    await rpc.probe.echo("one too many would have come by now");
    off();
    return [heard.length, heard.every((value, index) => value === index)];
  },
  expected: [EVENTS, true],
};

function holds(open: () => Promise<Place>): void {
  test(manyEvents.name, async () => {
    const place = await open();
    try {
      expect(await place.run(manyEvents)).toEqual(manyEvents.expected);
    } finally {
      await place.close();
    }
  }, 600_000);
}

describe("in process", () => holds(inProcess));
describe("Electron, in memory", () => holds(inMemoryElectron));
describe("WebSocket", () => holds(webSocket));
describeWithChromium("Electron's preload in an isolated world of Chromium", () => holds(isolatedWorld));
