import type { Server } from "node:http";
import { sample, sizeOfRun } from "../support/sized.js";
import { attackSuite } from "./support/attack-suite.js";
import { WAYS, type Way } from "./support/attacked-app.js";
import { checkNames } from "./support/check-names.js";
import { HOSTILE_NAMES } from "./support/hostile-names.js";
import type { NameEntry } from "./support/name-entry.js";
import { nodeEntries } from "./support/node-entries.js";
import { outsideEntries, serveHeaders } from "./support/outside-entries.js";
import { protocolEntries } from "./support/protocol-entries.js";
import { storedEntries } from "./support/stored-entries.js";
import { workflowEntries } from "./support/workflow-entries.js";

const suite = attackSuite();
let server: Server;

beforeAll(async () => {
  server = await serveHeaders();
});
afterAll(() => server.close());

/** Sends the names into a place, and then asks what is left of it; in a small run that is asked once, at the end. */
async function attacked(entry: NameEntry, way: Way): Promise<string[]> {
  const scene = await suite.scene(way);
  const faults = await checkNames(entry, scene, suite.changes);
  scene.caller.close();
  return sizeOfRun() === "small" ? faults : [...faults, ...(await suite.aftermath())];
}

const titled = (entries: readonly NameEntry[]) => entries.map((entry) => [entry.title, entry] as const);

test("the names are those that everything inherits", () => {
  expect(HOSTILE_NAMES).toEqual(
    expect.arrayContaining(["__proto__", "constructor", "__lookupGetter__", "valueOf", "call", "message"]),
  );
});

describe.each(WAYS)("a hostile name over %s is a name like any other", (way) => {
  const entries = [...protocolEntries, ...nodeEntries, ...workflowEntries];
  test.each(titled(sample(entries, WAYS.length, WAYS.indexOf(way))))("as %s", async (_, entry) => {
    expect(await attacked(entry, way)).toEqual([]);
  });
});

describe("a hostile name that comes back from outside is a name like any other", () => {
  const entries = [...storedEntries, ...outsideEntries(() => server)];
  test.each(titled(entries))("as %s", async (_, entry) => {
    expect(await attacked(entry, "in process")).toEqual([]);
  });
});

test("a second session notices nothing of it", async () => {
  expect(await suite.aftermath()).toEqual([]);
});
