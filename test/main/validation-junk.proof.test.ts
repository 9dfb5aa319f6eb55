import { Transform, Type } from "class-transformer";
import {
  Allow,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsIn,
  IsInstance,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MinDate,
  ValidateNested,
} from "class-validator";
import fc from "fast-check";
import { Param, RpcDomain, RpcError, RpcMethod, Unchecked } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { sized } from "../support/sized.js";

const RUNS = sized({ small: 150, ci: 500, full: 5000 });

class Inner {
  @IsString() @Length(1, 5) a!: string;
  @IsOptional() @ValidateNested() @Type(() => Inner) b?: Inner;
}

class Dto {
  @IsString() @Matches(/^a*$/) a!: string;
  @ValidateNested() @Type(() => Inner) b!: Inner;
  @IsArray() @ArrayNotEmpty() @ValidateNested({ each: true }) @Type(() => Inner) c!: Inner[];
  @IsOptional() @IsDate() @MinDate(new Date(0)) @Type(() => Date) d?: Date;
  @IsOptional() @IsNumber() @Max(5) @Type(() => Number) e?: number;
  @IsOptional() @IsString({ each: true }) @Type(() => String) f?: string[];
  @IsOptional() @IsBoolean() @Transform(({ value }) => value === "yes") g?: boolean;
  @IsOptional() @IsString() @Transform(({ value }) => value.toLowerCase()) h?: string;
  @IsOptional() @IsInstance(Map) i?: Map<string, unknown>;
  @IsOptional() @IsObject() j?: object;
  @IsOptional() @IsIn(["x", 1]) @IsEmail() @IsUUID() k?: string;
  @Allow() l?: unknown;
}

@RpcDomain("junk")
class Junk {
  @RpcMethod() dto(_dto: Dto): void {}
  @RpcMethod() list(@Param(() => [Dto], { optional: true }) _dtos?: Dto[]): void {}
  @RpcMethod() plain(_a: string, _b: number, _c: boolean, _d: Date, _e: Uint8Array): void {}
  @RpcMethod() unchecked(@Unchecked() _value: unknown): void {}
  @RpcMethod() none(): void {}
}

const router = new RPCRouter({ limits: { maxNodes: 5_000, maxDepth: 8 } }).register(new Junk());

/** Any value that JSON, MessagePack or a structured clone can bring. */
const anything = fc.anything({
  maxDepth: 4,
  key: fc.oneof(
    fc.constantFrom(
      ..."abcdefghijkl",
      "__proto__",
      "constructor",
      "then",
      "toString",
      "hasOwnProperty",
      "length",
    ),
    fc.string(),
  ),
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
});

/** Much like the DTO, so that what is wrong lies deep within. */
const nearly = fc.record(
  Object.fromEntries([..."abcdefghijkl"].map((key) => [key, fc.oneof(anything, fc.constant("aa"))])),
  { requiredKeys: [] },
);

const EXPECTED = new Set(["INVALID_PARAMS", "PAYLOAD_TOO_LARGE"]);

async function isHandled(method: string, params: unknown): Promise<boolean> {
  try {
    await router.route(method, params as never);
    return true;
  } catch (error) {
    if (error instanceof RpcError && EXPECTED.has(error.code)) return true;
    throw new Error(`${method} let through what is no answer`, { cause: error });
  }
}

const method = fc.constantFrom("junk.dto", "junk.list", "junk.plain", "junk.unchecked", "junk.none");

it.each<[what: string, params: fc.Arbitrary<unknown>]>([
  ["a list of anything", fc.array(anything, { maxLength: 6 })],
  ["an object in the place of the list", fc.object({ maxDepth: 3 })],
  ["something much like a DTO", fc.tuple(nearly)],
  ["a list of DTOs, nearly", fc.tuple(fc.array(nearly, { maxLength: 4 }))],
])("%s is a result, INVALID_PARAMS or PAYLOAD_TOO_LARGE and nothing else", async (_what, params) => {
  await fc.assert(fc.asyncProperty(method, params, isHandled), { numRuns: RUNS });
});

it("leaves Object.prototype as it was", () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).admin).toBeUndefined();
});
