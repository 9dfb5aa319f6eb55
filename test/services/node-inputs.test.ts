import { checkInputs } from "../../services/node/check-inputs.js";
import type { ValueType } from "../../services/node/node-type.js";
import { rejection } from "./support/rejection.js";

const check = async (type: ValueType, value: unknown, required = false) =>
  checkInputs([{ name: "port", type, required }], { port: value, other: 1 });

it.each<[ValueType, unknown]>([
  ["any", null],
  ["string", ""],
  ["number", Number.NaN],
  ["boolean", false],
  ["object", {}],
  ["array", []],
  ["bytes", Buffer.alloc(1)],
  ["string", undefined],
])("takes for %s: %p", async (type, value) => {
  await expect(check(type, value)).resolves.toBeUndefined();
});

it.each<[ValueType, unknown]>([
  ["string", 1],
  ["number", "1"],
  ["boolean", 0],
  ["object", []],
  ["object", new Map()],
  ["object", Object.assign([], { [Symbol.toStringTag]: "Object" })],
  ["object", Object.assign(() => {}, { [Symbol.toStringTag]: "Object" })],
  ["array", { length: 0 }],
  ["bytes", [1]],
  ["string", null],
])("refuses for %s: %p", async (type, value) => {
  expect(await rejection(check(type, value))).toMatchObject({
    code: "INVALID_PARAMS",
    data: { issues: [{ path: "inputs.port", constraint: "isType" }] },
  });
});

it.each(["constructor", "toString", "__proto__"])("misses %s where it is only inherited", async (name) => {
  const port = { name, type: "any", required: true } as const;

  expect(await rejection((async () => checkInputs([port], {}))())).toMatchObject({
    data: { issues: [{ path: `inputs.${name}`, constraint: "isDefined" }] },
  });
  expect(() => checkInputs([port], { [name]: 1 })).not.toThrow();
});

it("misses what is required", async () => {
  expect(await rejection(check("any", undefined, true))).toMatchObject({
    data: { issues: [{ path: "inputs.port", constraint: "isDefined" }] },
  });
});
