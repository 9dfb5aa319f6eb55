import fc from "fast-check";
import { HOSTILE_NAMES } from "../attacks/support/hostile-names.js";
import { MARKS } from "../attacks/support/mark-entries.js";
import { fileOf, wired } from "../attacks/support/workflow-entries.js";

/** A name: often one that everything inherits. */
export const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...MARKS) },
  { weight: 1, arbitrary: fc.constantFrom("a", "value", "items", "id", "method", "x", "0") },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);

/** What JSON carries. */
export const jsonData: fc.Arbitrary<unknown> = fc.anything({ key: name, maxDepth: 3, maxKeys: 4 });

/** What a structured clone carries. */
export const cloneData: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: jsonData },
  {
    weight: 3,
    arbitrary: fc.anything({
      key: name,
      maxDepth: 3,
      maxKeys: 4,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    }),
  },
  { weight: 1, arbitrary: fc.tuple(name, fc.string()).map(([name, message]) => errorNamed(name, message)) },
  { weight: 1, arbitrary: jsonData.map(cyclic) },
);

function errorNamed(name: string, message: string): Error {
  return Object.defineProperty(new Error(message, { cause: new RangeError(name) }), "name", { value: name });
}

function cyclic(value: unknown): unknown {
  const list: unknown[] = [value];
  return { list: Object.assign(list, [value, list]), map: new Map([[list, list]]) };
}

/** Types of nodes that end by themselves. */
const TYPES = "value transform filter template csv-parse csv-format loop group look test-node".split(" ");

const object = (value: fc.Arbitrary<unknown>) => fc.dictionary(name, value, { maxKeys: 3 });

/** A workflow of two nodes, with hostile names wherever there is one. */
export const workflow = fc
  .record(
    { from: name, to: name, id: name, output: name, outputPort: name, value: jsonData },
    { requiredKeys: [] },
  )
  .map((wiring) => wired(wiring));

/** The method and the parameters of a call. */
const call = (value: fc.Arbitrary<unknown>): fc.Arbitrary<{ method: string; params: unknown }> => {
  const of = (method: string, ...params: fc.Arbitrary<unknown>[]) =>
    fc.record({ method: fc.constant(method), params: fc.tuple(...params) as fc.Arbitrary<unknown> });
  return fc.oneof(
    { weight: 6, arbitrary: of("probe.look", value) },
    { weight: 6, arbitrary: of("probe.echo", value) },
    of("probe.say", value),
    of("node.describe", name),
    of("node.getStatus", name),
    {
      weight: 2,
      arbitrary: of(
        "node.execute",
        fc.record({
          nodeId: name,
          type: fc.constantFrom(...TYPES),
          inputs: fc.oneof(object(value), fc.record({ items: fc.array(value, { maxLength: 3 }) })),
          parameters: fc.oneof(
            object(value),
            fc.record({ value, expression: name, template: name, predicate: name }),
          ),
        }),
      ),
    },
    of("storage.get", name),
    of("storage.keys", name),
    of("workflow.validate", workflow, object(value)),
    of("workflow.import", workflow.map(fileOf)),
    of("workflow.get", name),
    of("rpc.subscribe", fc.oneof(name, fc.constant("probe.onSaid"))),
    of("rpc.unsubscribe", name),
    of("rpc.cancel", name),
    of("rpc.credit", name, fc.nat(10)),
    fc.record({ method: fc.tuple(name, name).map((parts) => parts.join(".")), params: value }),
  );
};

/** A JSON-RPC message, or a batch of some, that a client could send as it is. */
export function message(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  const one = fc
    .tuple(
      call(value),
      fc.record(
        { id: fc.oneof(fc.nat(), name, fc.constant(null)), meta: object(value) },
        { requiredKeys: [] },
      ),
    )
    .map(([call, rest]) => ({ jsonrpc: "2.0", ...call, ...rest }));
  return fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: fc.array(one, { maxLength: 3 }) });
}
