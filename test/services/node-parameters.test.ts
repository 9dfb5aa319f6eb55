import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from "class-validator";
import { checkParameters } from "../../services/node/check-parameters.js";
import { describeParameters } from "../../services/node/describe-parameters.js";
import { FreeForm } from "../../services/values/free-form.js";
import { rejection } from "./support/rejection.js";

class Params {
  @IsString()
  @Matches(/^a/)
  name!: string;

  @IsInt()
  @Min(1)
  @Max(9)
  count = 3;

  @IsIn(["x", "y"])
  mode: "x" | "y" = "x";

  @IsOptional()
  @IsString({ each: true })
  tags?: string[];

  @FreeForm()
  data: Record<string, unknown> = {};
}

it("are described by their class", () => {
  expect(describeParameters(Params)).toEqual([
    {
      name: "name",
      type: "string",
      required: true,
      constraints: { isString: [], matches: ["/^a/", undefined] },
    },
    {
      name: "count",
      type: "number",
      required: false,
      default: 3,
      constraints: { isInt: [], min: [1], max: [9] },
    },
    { name: "mode", type: "string", required: false, default: "x", constraints: { isIn: [["x", "y"]] } },
    { name: "tags", type: "array", required: false, constraints: { isString: [] } },
    { name: "data", type: "object", required: false, default: {}, constraints: { isObject: [] } },
  ]);
});

it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "are refused with one %s",
  async (name) => {
    expect(await rejection(checkParameters(Params, { name: "a", [name]: 1 }))).toMatchObject({
      code: "INVALID_PARAMS",
      data: { issues: [{ path: `parameters.${name}`, constraint: "whitelistValidation" }] },
    });
  },
);

it.each<[string, unknown]>([
  ["constructor", "x"],
  ["constructor", { prototype: null }],
  ["__proto__", { polluted: true }],
])("are refused where a list is an object with its own %s", async (key, value) => {
  const tags = Object.defineProperty({}, key, { value, enumerable: true });

  expect(await rejection(checkParameters(Params, { name: "a", tags }))).toMatchObject({
    code: "INVALID_PARAMS",
  });
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

it("may have any names in what is free", async () => {
  const data = JSON.parse('{ "__proto__": 1, "constructor": 2 }');
  expect((await checkParameters(Params, { name: "a", data })).data).toBe(data);
});

it("become an instance, with defaults for what is missing or null", async () => {
  const data = { bytes: new Uint8Array(1) };
  const made = await checkParameters(Params, { name: "abc", count: null, data });

  expect(made).toBeInstanceOf(Params);
  expect(made).toEqual({ name: "abc", count: 3, mode: "x", data });
  expect(made.data).toBe(data);
});

it("share no default", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => checkParameters(Params, { name: "a" })));
  expect(one?.data).not.toBe(other?.data);
});

it("are refused with every reason", async () => {
  const given = { name: "b", count: 10, tags: ["a", 1], extra: 1 };

  expect(await rejection(checkParameters(Params, given))).toMatchObject({
    code: "INVALID_PARAMS",
    data: {
      issues: [
        { path: "parameters.extra", constraint: "whitelistValidation" },
        { path: "parameters.name", constraint: "matches" },
        { path: "parameters.count", constraint: "max" },
        { path: "parameters.tags", constraint: "isString" },
      ],
    },
  });
});

it("may not contain themselves where that has no end", async () => {
  const tags: unknown[] = [];
  tags.push(tags);

  expect(await rejection(checkParameters(Params, { name: "a", tags }))).toMatchObject({
    code: "INVALID_PARAMS",
  });
});
