import { NodeStatuses } from "../../services/node/node-statuses.js";
import { rejection } from "./support/rejection.js";
import { runNode } from "./support/run-node.js";

describe("a node is given", () => {
  it("its inputs once they are checked", async () => {
    const parameters = { predicate: "true" };
    expect(await rejection(runNode("filter", { parameters }))).toMatchObject({
      code: "INVALID_PARAMS",
      data: { issues: [{ path: "inputs.items" }] },
    });
    expect(await rejection(runNode("filter", { parameters, inputs: { items: "no list" } }))).toMatchObject({
      code: "INVALID_PARAMS",
      data: { issues: [{ path: "inputs.items" }] },
    });
  });

  it("its parameters with their defaults", async () => {
    expect(await runNode("csv-parse", { inputs: { text: "a,b\n1,2" } })).toEqual({
      rows: [{ a: "1", b: "2" }],
      columns: ["a", "b"],
    });
  });
});

it("the status of a node is that of its latest run, though an earlier one ends after it began", () => {
  const statuses = new NodeStatuses({ now: () => 1 });
  const told: string[] = [];
  statuses.onChanged.subscribe(({ status }) => told.push(status));
  const [first, second] = [statuses.start("n1"), statuses.start("n1")];
  expect(statuses.finish(first, "failed")).toMatchObject({ status: "failed" });
  expect(statuses.of("n1")).toEqual(second);
  statuses.finish(second, "succeeded");
  expect(statuses.of("n1")).toMatchObject({ status: "succeeded" });
  expect(told).toEqual(["running", "running", "succeeded"]);
});
