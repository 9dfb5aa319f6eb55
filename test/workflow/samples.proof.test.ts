import { readFileSync } from "node:fs";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { WebSocket } from "ws";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { ELEMENTS_CSV } from "../../services/workflow/samples/elements.csv.js";
import { type Conductor, createConductor } from "../../src/conductor/index.js";
import { createContainer, createRpcServer, webSocketTransport } from "../../src/main/index.js";
import { connectWebSocket, createRPCClient } from "../../src/renderer/index.js";
import { createTestApp, loadPreloadSource } from "../../src/testing/index.js";
import { tempDir } from "../services/support/temp-dir.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { itInProofs as testInProofs } from "../support/it-in-proofs.js";
import { atomitonIn } from "./support/atomiton.js";

/** Nodes that may finish between two turns of the event loop. */
const MOST_IN_A_TURN = 128;

interface Place {
  conductor: Conductor;
  dataDir: string;
  close(): Promise<unknown>;
}

/** Atomiton behind an in-memory Electron. */
async function inElectron(): Promise<Place> {
  const dataDir = tempDir();
  const app = createTestApp<AtomitonAPI>({
    modules: atomitonIn(dataDir),
    preload: loadPreloadSource(compileProjectPreload()),
  });
  const conductor = createConductor({ rpcClient: app.openWindow().rpc });
  return { conductor, dataDir, close: () => app.close() };
}

/** Atomiton behind a real socket. */
async function overWebSocket(): Promise<Place> {
  const dataDir = tempDir();
  const container = createContainer();
  container.load(...atomitonIn(dataDir));
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const server = createRpcServer({ container, logger: silent });
  const token = "a token of the samples";
  const transport = webSocketTransport({ token });
  await server.listen(transport);
  const bridge = connectWebSocket({ url: transport.address.url, token, WebSocket });
  const conductor = createConductor({ rpcClient: createRPCClient<AtomitonAPI>({ bridge }) });
  const close = async () => {
    bridge.close();
    await server.close();
  };
  return { conductor, dataDir, close };
}

async function runSample({ conductor }: Place, sampleId: string) {
  const sample = (await conductor.workflow.samples()).find(({ id }) => id === sampleId);
  const { id } = await conductor.workflow.addSample(sampleId);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const progress: number[] = [];
  delay.enable();
  const { result, events } = conductor.workflow.run(id, {
    ...(sample && { inputs: sample.inputs }),
    onProgress: ({ done, total }) => progress.push(done / total),
  });
  const mostInATurn = mostAdded(progress, result);
  const end = await result;
  delay.disable();
  return { ...end, progress, events, mostInATurn: await mostInATurn, longestDelayMs: delay.max / 1e6 };
}

/** The most by which a list grows in one turn of the event loop, until the promise settles. */
async function mostAdded(list: readonly unknown[], until: Promise<unknown>): Promise<number> {
  let [settled, most] = [false, 0];
  const settle = () => {
    settled = true;
  };
  until.then(settle, settle);
  for (let before = list.length; !settled; before = list.length) {
    await nextTurn();
    most = Math.max(most, list.length - before);
  }
  return most;
}

/** The report that the sample is to write, computed without a workflow. */
function expectedReport(): string {
  const elements = new Map<string, { name: string; mass: number; phase: string }>();
  for (const line of ELEMENTS_CSV.split("\n").slice(1)) {
    const [, symbol, name, mass, phase] = line.split(",").map((value) => value.trim());
    if (!symbol || !name || !phase || !Number(mass)) continue;
    elements.set(symbol, { name, mass: Number(mass), phase: phase.toLowerCase() });
  }
  const phases = [...new Set([...elements.values()].map(({ phase }) => phase))].sort();
  const lines = phases.map((phase) => {
    const group = [...elements.values()].filter((one) => one.phase === phase).sort((a, b) => a.mass - b.mass);
    const mean = group.reduce((sum, { mass }) => sum + mass, 0) / group.length;
    const cells = [phase, group.length, Math.round(mean * 1000) / 1000, group[0]?.name, group.at(-1)?.name];
    return `| ${cells.join(" | ")} |\n`;
  });
  const head = "| phase | elements | mean mass | lightest | heaviest |\n| --- | ---: | ---: | --- | --- |\n";
  return `# The elements by phase\n\n${head}${lines.join("")}`;
}

test("the file has every element once, but for one that is there twice", () => {
  const rows = ELEMENTS_CSV.trim()
    .split("\n")
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split(","));
  const numbers = rows.map(([number]) => Number(number));

  expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 118 }, (_, at) => at + 1)));
  expect(numbers).toHaveLength(119);
  expect(new Set(rows.map(([, symbol]) => symbol)).size).toBe(118);
  expect(new Set(rows.filter(([, , , mass]) => mass).map(([, symbol]) => symbol)).size).toBe(84);
});

describe.each([
  ["Electron, in memory", inElectron],
  ["WebSocket", overWebSocket],
])("over %s", (where, open) => {
  let place: Place;

  beforeEach(async () => {
    place = await open();
  });

  afterEach(() => place.close());

  test("the report on the elements has the numbers that a plain computation gives", async () => {
    const { status, outputs, progress } = await runSample(place, "elements-report");

    expect(status).toBe("succeeded");
    expect(outputs).toMatchObject({ report: expectedReport(), path: "reports/elements.md" });
    const file = path.join(place.dataDir, "workspace", "reports", "elements.md");
    expect(readFileSync(file, "utf8")).toBe(expectedReport());
    expect(progress).toEqual([0, 1 / 7, 2 / 7, 3 / 7, 4 / 7, 5 / 7, 6 / 7, 1]);
  });

  test("the cards of the planets are written in a loop, and the last is read once it is there, each time", async () => {
    for (let run = 1; run <= 2; run++) {
      const { status, outputs, events } = await runSample(place, "planet-cards");
      const attempts = [];
      for await (const event of events) {
        if (event.type === "node-started" && event.nodeId === "last") attempts.push(event.attempt);
      }

      expect(status).toBe("succeeded");
      expect(outputs).toMatchObject({
        summary: { value: { cards: { length: 8 }, last: "Neptune: radius 24622 km, moons 14\n" } },
      });
      expect(attempts.length).toBeGreaterThan(1);
    }
  });

  // At one place, where that is enough.
  const atSize = where === "WebSocket" ? test : testInProofs;
  atSize("a thousand nodes run, and everything else goes on meanwhile", async () => {
    const { status, outputs, progress, mostInATurn, longestDelayMs } = await runSample(place, "large");
    console.log(
      `The event loop was held up for ${longestDelayMs.toFixed(1)} ms at most, ${mostInATurn} nodes a turn`,
    );

    expect(status).toBe("succeeded");
    expect(outputs).toEqual({ total: largeTotal() });
    expect(progress).toHaveLength(1001);
    // Sixteen run at a time, and what waits for the disk waits for one turn of everything else.
    expect(mostInATurn).toBeLessThanOrEqual(MOST_IN_A_TURN);
  });
});

/** What the large sample adds up to. */
function largeTotal(): number {
  let row = Array.from({ length: 37 }, (_, column) => column + 1);
  for (let depth = 1; depth < 27; depth++) {
    row = row.map((value, column) => {
      const other = row[(column * 7 + depth) % 37] as number;
      return (value + other + depth) % 1_000_003;
    });
  }
  return row.reduce((sum, value) => sum + value, 0);
}
