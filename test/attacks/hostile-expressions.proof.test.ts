import { RpcError } from "../../decorators/index.js";
import { NodeRegistry } from "../../services/node/node-registry.js";
import { sample } from "../support/sized.js";
import { attackSuite } from "./support/attack-suite.js";
import { checkNames } from "./support/check-names.js";
import { BUILT_IN_NAMES, expressionsOf } from "./support/expressions.js";
import { markEntries } from "./support/mark-entries.js";
import { findNotPlain } from "./support/plain-data.js";

const suite = attackSuite();

/** What is wrong with how an expression ends: nothing, when it gives data or an error that says why not. */
async function faultOf(expression: string): Promise<string | undefined> {
  const registry = suite.app.container.get(NodeRegistry);
  const inputs = { x: { a: 1 }, items: [{ x: 1 }, { x: 2 }] };
  const { signal } = new AbortController();
  try {
    const outputs = await registry.run("transform", { inputs, parameters: { expression }, signal });
    return findNotPlain(outputs, "outputs") ?? findNotPlain(inputs, "inputs");
  } catch (error) {
    if (!(error instanceof RpcError)) return `it throws ${error}`;
    const { code, message, data } = error;
    return code === "INTERNAL" ? message : findNotPlain({ code, message, data }, "error");
  }
}

async function faultsOf(name: string): Promise<string[]> {
  const expressions = expressionsOf(name);
  const faults = await Promise.all(expressions.map(faultOf));
  const told = faults.map((fault, at) => fault && `${expressions[at]}: ${fault}`);
  return [...told.filter((fault) => fault !== undefined), ...(await suite.aftermath())];
}

test("JSONata has no other functions of its own", async () => {
  const registry = suite.app.container.get(NodeRegistry);
  const expression = `[${BUILT_IN_NAMES.map((name) => `$type($${name})`).join()}]`;
  const { signal } = new AbortController();
  const { value } = await registry.run("transform", { inputs: {}, parameters: { expression }, signal });
  expect(value).toEqual(BUILT_IN_NAMES.map(() => "function"));
});

test.each(sample(BUILT_IN_NAMES, 13))(
  "whatever is done with $%s gives data, and nobody else notices",
  async (name) => {
    expect(await faultsOf(name)).toEqual([]);
  },
);

describe("data that says it is something of JSONata's is data", () => {
  test.each(markEntries.map((entry) => [entry.title, entry] as const))("as %s", async (_, entry) => {
    const faults = await checkNames(entry, await suite.scene("in process"), suite.changes);
    expect([...faults, ...(await suite.aftermath())]).toEqual([]);
  });
});
