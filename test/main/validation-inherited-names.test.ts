import "reflect-metadata";
import { Transform, Type } from "class-transformer";
import { IsArray, IsOptional, IsString, ValidateNested } from "class-validator";
import { DtoValidator } from "../../src/validation/index.js";

class Inner {
  @IsString()
  text!: string;

  shout(): string {
    return this.text.toUpperCase();
  }
}

class Outer {
  @IsOptional()
  @ValidateNested()
  @Type(() => Inner)
  inner?: Inner;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  list?: Inner[];

  @IsOptional()
  @Transform(({ obj, key }) => obj[key])
  free?: unknown;

  @IsOptional()
  @IsString()
  get settable(): string {
    return "set";
  }
  set settable(_value: string) {}
}

async function check(value: unknown) {
  const { instance, issues } = await new DtoValidator(Outer, { path: "params[0]" }).explain(value);
  return { instance, issues: issues.map(({ path, constraint }) => `${path}: ${constraint}`) };
}

const names = Object.getOwnPropertyNames(Object.prototype).filter(
  (name) => !["__proto__", "constructor"].includes(name),
);

it.each(names)("refuses a property that is named %s, as any other that nobody declared", async (name) => {
  const refused = (path: string) => `params[0]${path}.${name}: whitelistValidation`;
  expect((await check({ [name]: 1 })).issues).toContain(refused(""));
  expect((await check({ inner: { text: "a", [name]: 1 } })).issues).toContain(refused(".inner"));
  expect((await check({ list: [{ text: "a" }, { text: "b", [name]: 1 }] })).issues).toContain(
    refused(".list[1]"),
  );
});

it("refuses a property that is named as a method of the class", async () => {
  expect((await check({ inner: { text: "a", shout: 1 } })).issues).toEqual([
    "params[0].inner.shout: whitelistValidation",
  ]);
});

it("leaves what is handed over as it came, and what a class sets", async () => {
  const free = Object.fromEntries(names.map((name) => [name, name]));
  const { instance, issues } = await check({ free, settable: "x" });
  expect(issues).toEqual([]);
  expect(instance).toMatchObject({ free });
});
