import { describeWithChromium } from "../support/chromium.js";
import { callScenarios } from "./call-scenarios.js";
import { eventScenarios } from "./event-scenarios.js";
import { failureScenarios } from "./failure-scenarios.js";
import { isolatedWorld } from "./isolated-world.js";
import { inMemoryElectron, inProcess, type Place, webSocket } from "./places.js";
import { streamScenarios } from "./stream-scenarios.js";
import { uploadScenarios } from "./upload-scenarios.js";

/** One suite, held against every place a caller can be. */
function behaves(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  }, 60_000);
  afterAll(() => place.close());

  const scenarios = [
    ...callScenarios,
    ...failureScenarios,
    ...streamScenarios,
    ...uploadScenarios,
    ...eventScenarios,
  ];
  test.each(scenarios)("$name", async (scenario) => {
    expect(await place.run(scenario)).toEqual(scenario.expected);
  });
}

describe("in process", () => behaves(inProcess));
describe("Electron, in memory", () => behaves(inMemoryElectron));
describe("Electron, in memory, whose replies overtake its events", () =>
  behaves(() => inMemoryElectron({ lateEvents: true })));
describe("WebSocket", () => behaves(webSocket));
describeWithChromium("Electron's preload in an isolated world of Chromium", () => behaves(isolatedWorld));
