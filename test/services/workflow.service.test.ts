import { Container } from "inversify";
import { databaseModule } from "../../services/database/database.module.js";
import { Clock } from "../../services/host/clock.js";
import { HostPaths } from "../../services/host/host-paths.js";
import { NodeTypes } from "../../services/workflow/node-types.js";
import { SampleFiles } from "../../services/workflow/sample-files.js";
import { workflowModule } from "../../services/workflow/workflow.module.js";
import { WorkflowService } from "../../services/workflow/workflow.service.js";
import { rejection } from "./support/rejection.js";
import { tempDir } from "./support/temp-dir.js";

const PORTS = [{ name: "*", type: "any" }];

/** One node of a type that doubles the number it is given. */
const DOUBLING = { name: "Doubling", nodes: [{ id: "double", type: "double" }], edges: [] };

let container: Container;
let workflows: WorkflowService;
let now: number;
let written: string[];

beforeEach(() => {
  now = 1000;
  written = [];
  container = new Container();
  container.load(databaseModule, workflowModule);
  container.bind(HostPaths).toConstantValue({ dataDir: tempDir() });
  container.bind(Clock).toConstantValue({ now: () => now });
  container.bind(SampleFiles).toConstantValue({ write: async (path) => void written.push(path) });
  container.bind(NodeTypes).toConstantValue({
    get: () => ({ inputs: PORTS, outputs: PORTS }),
    checkParameters: async () => [],
    run: async (_type, { inputs }) => ({ value: (inputs.value as number) * 2 }),
  });
  workflows = container.get(WorkflowService);
});

afterEach(() => container.unbindAll());

it("gives back what was created, with an id and the first version", async () => {
  const created = await workflows.create(DOUBLING);

  expect(created).toEqual({ id: expect.any(String), version: 1, ...DOUBLING });
  expect(await workflows.get(created.id)).toEqual(created);
});

it("changes what is given, leaves the rest, and counts", async () => {
  const { id } = await workflows.create(DOUBLING);
  const updated = await workflows.update({ id, version: 1, name: "Twice" });

  expect(updated).toEqual({ ...DOUBLING, id, version: 2, name: "Twice" });
  expect(await workflows.update({ ...updated, nodes: [] })).toMatchObject({ version: 3, nodes: [] });
});

it("refuses a change to a version that is the latest no more, and says which is", async () => {
  const { id } = await workflows.create(DOUBLING);
  await workflows.update({ id, version: 1, name: "Mine" });

  expect(await rejection(workflows.update({ id, version: 1, name: "Yours" }))).toMatchObject({
    code: "CONFLICT",
    data: { id, version: 2 },
  });
  expect(await workflows.get(id)).toMatchObject({ name: "Mine" });
});

it("lists by name, in pages, and finds in whatever case", async () => {
  for (const name of ["beta", "Alpha", "ÄRGER", "gamma"]) {
    now++;
    await workflows.create({ ...DOUBLING, name });
  }
  const names = async (...params: Parameters<WorkflowService["list"]>) =>
    (await workflows.list(...params)).items.map(({ name }) => name);

  expect(await names()).toEqual(["Alpha", "beta", "gamma", "ÄRGER"]);
  expect(await names({ page: 2, pageSize: 3 })).toEqual(["ÄRGER"]);
  expect(await names({ search: "ärg" })).toEqual(["ÄRGER"]);
  expect(await workflows.list({ search: "A", pageSize: 1 })).toEqual({
    items: [{ id: expect.any(String), name: "Alpha", version: 1, createdAt: 1002, updatedAt: 1002 }],
    total: 3,
    page: 1,
    pageSize: 1,
  });
});

it("does not know a workflow or a run that is not there", async () => {
  const { id } = await workflows.create(DOUBLING);
  await workflows.remove(id);

  for (const call of [
    workflows.get(id),
    workflows.remove(id),
    workflows.update({ id, version: 1 }),
    workflows.export(id),
    workflows.validate(id),
    workflows.getRun(id),
    workflows.removeRun(id),
    workflows.run(id).next(),
    workflows.resume(id).next(),
  ]) {
    expect(await rejection(call)).toMatchObject({ code: "NOT_FOUND" });
  }
});

it("exports what can be imported", async () => {
  const { id } = await workflows.create({ ...DOUBLING, description: "x2" });
  const imported = await workflows.import(await workflows.export(id));

  expect(imported).toEqual({ ...DOUBLING, description: "x2", id: expect.any(String), version: 1 });
  expect(imported.id).not.toBe(id);
});

it("runs a workflow and tells what happens, in order", async () => {
  const { id } = await workflows.create(DOUBLING);
  const events = [];
  for await (const event of workflows.run(id, { value: 21 })) events.push(event);

  expect(events).toMatchObject([
    { sequence: 1, type: "started", nodes: 1, finished: 0, at: 1000 },
    { sequence: 2, type: "node-started", nodeId: "double", attempt: 1 },
    { sequence: 3, type: "node-finished", nodeId: "double", status: "succeeded", outputs: { value: 42 } },
    { sequence: 4, type: "finished", status: "succeeded", outputs: { double: { value: 42 } } },
  ]);
});

it("runs a workflow that was never stored, and keeps the record of it", async () => {
  const [started] = [(await workflows.run(DOUBLING, { value: 1 }).next()).value];
  const record = await workflows.getRun(started?.runId as string);

  expect(record).toMatchObject({ workflowName: "Doubling", inputs: { value: 1 } });
  expect(record).not.toHaveProperty("workflowId");
});

it("keeps what happened, and lists runs with the latest first", async () => {
  const { id } = await workflows.create(DOUBLING);
  const told = [];
  for await (const event of workflows.run(id, { value: 1 })) told.push(event);
  now = 2000;
  for await (const event of workflows.run(id, { value: 2 })) told.push(event);
  const { items, total } = await workflows.listRuns({ workflowId: id, pageSize: 1 });

  expect({ items, total }).toMatchObject({
    total: 2,
    items: [{ workflowId: id, status: "succeeded", startedAt: 2000, finishedAt: 2000 }],
  });
  expect((await workflows.getRun(items[0]?.id as string)).events).toEqual(told.slice(4));
  expect(await workflows.listRuns({ workflowId: "another" })).toMatchObject({ items: [], total: 0 });
});

it("tells of each change of a run's status", async () => {
  const statuses: string[] = [];
  workflows.onRunChanged.subscribe(({ status }) => statuses.push(status));
  for await (const _ of workflows.run(DOUBLING, { value: 1 }));

  expect(statuses).toEqual(["running", "succeeded"]);
});

it.each([null, 42, [1]])("takes inputs by name, not %j", async (inputs) => {
  expect(await rejection(workflows.run(DOUBLING, inputs as never).next())).toMatchObject({
    code: "INVALID_PARAMS",
  });
});

it("adds a sample together with the files it reads", async () => {
  const { items } = { items: await workflows.samples() };
  expect(items.map(({ id }) => id)).toEqual(["elements-report", "planet-cards", "large"]);

  const added = await workflows.addSample("elements-report");
  expect(await workflows.get(added.id)).toEqual(added);
  expect(written).toEqual(["samples/elements.csv"]);
  expect(await rejection(workflows.addSample("nonsense"))).toMatchObject({ code: "NOT_FOUND" });
});
