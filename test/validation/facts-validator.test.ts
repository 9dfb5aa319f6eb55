import "reflect-metadata";
import { Type } from "class-transformer";
import {
  Allow,
  Contains,
  Equals,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  Max,
  MinLength,
  registerDecorator,
  Validate,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
  ValidatorConstraint,
} from "class-validator";
import { DtoValidator } from "../../src/validation/index.js";

// What class-validator's own tests say of instances, in the words of this room.
async function told(dto: new () => object, data: object): Promise<string[]> {
  const { issues } = await new DtoValidator(dto, { path: "it" }).explain(data);
  return issues.map(({ path, constraint, message }) => `${path}: ${constraint}: ${message}`);
}

class Sub {
  @MinLength(5) name!: string;
}

describe("a message", () => {
  class Messages {
    @Contains("hello", { message: "$target#$property is not valid: $value must contain a $constraint1 word" })
    text!: string;
    @MinLength(2, {
      message: ({ value }) => `${value}$value is too short, at least $constraint1 for $property`,
    })
    name!: string;
    @Max(100, { message: "at most $constraint1, but is $value" }) count!: number;
    @Equals(true, { message: "must be $constraint1, but is $value" }) yes!: boolean;
  }

  it("has its tokens replaced", async () => {
    expect(await told(Messages, { text: "hell no", name: "", count: 101, yes: false })).toEqual([
      "it.text: contains: Messages#text is not valid: hell no must contain a hello word",
      "it.name: minLength:  is too short, at least 2 for name",
      "it.count: max: at most 100, but is 101",
      "it.yes: equals: must be true, but is false",
    ]);
  });
});

describe("conditions", () => {
  class Conditional {
    @IsIn(["yes", "no"]) has!: string;
    @ValidateIf((object) => object.has === "yes") @IsNotEmpty() title?: string;
    @IsOptional() @MinLength(3) note?: string | null;
  }

  it("decide whether a property is validated at all", async () => {
    expect(await told(Conditional, { has: "no", title: "" })).toEqual([]);
    expect(await told(Conditional, { has: "yes", title: "" })).toEqual([
      "it.title: isNotEmpty: title should not be empty",
    ]);
  });

  it("that it is optional hold for null and undefined, and not for what is empty", async () => {
    expect(await told(Conditional, { has: "no", note: null })).toEqual([]);
    expect(await told(Conditional, { has: "no", note: undefined })).toEqual([]);
    expect(await told(Conditional, { has: "no", note: "" })).toEqual([
      "it.note: minLength: note must be longer than or equal to 3 characters",
    ]);
  });
});

describe("a rule of one's own", () => {
  const IsLongerThan =
    (other: string): PropertyDecorator =>
    (target, propertyName) =>
      registerDecorator({
        target: target.constructor,
        propertyName: propertyName as string,
        name: "isLongerThan",
        constraints: [other],
        validator: {
          validate: (value: string, args?: ValidationArguments) =>
            value.length > Reflect.get(args?.object ?? {}, args?.constraints[0]).length,
          defaultMessage: (args) => `$property must be longer than ${args?.constraints[0]}, $value is not`,
        },
      });

  it("sees the object around the value, whatever the order of the data", async () => {
    class Named {
      @IsLongerThan("last") first!: string;
      @Allow() last!: string;
    }
    expect(await told(Named, { first: "abc", last: "ab" })).toEqual([]);
    expect(await told(Named, { last: "abc", first: "ab" })).toEqual([
      "it.first: isLongerThan: first must be longer than last, ab is not",
    ]);
  });

  it.each([true, false])("may be a class, that waits: %s", async (waits) => {
    @ValidatorConstraint({ name: "short", async: waits })
    class Short {
      validate(value: unknown): boolean | Promise<boolean> {
        const holds = String(value).length < 3;
        return waits ? Promise.resolve(holds) : holds;
      }
      defaultMessage = () => "$property is too long";
    }
    class Texts {
      @Validate(Short) text!: string;
      @Validate(Short, { each: true }) list!: string[];
      @Validate(Short, { each: true }) set!: Set<string>;
      @Validate(Short, { each: true }) map!: Map<string, string>;
    }
    const good = { text: "a", list: ["a", "b"], set: new Set(["a"]), map: new Map([["long key", "a"]]) };
    expect(await told(Texts, good)).toEqual([]);
    const bad = { text: "abc", list: ["a", "abc"], set: new Set(["abc"]), map: new Map([["a", "abc"]]) };
    expect(await told(Texts, bad)).toEqual(
      ["text", "list", "set", "map"].map((name) => `it.${name}: short: ${name} is too long`),
    );
  });

  it("that is for each is asked of a value that is not a list", async () => {
    class Each {
      @IsInt({ each: true }) numbers!: number[];
    }
    expect(await told(Each, { numbers: 1 })).toEqual([]);
    expect(await told(Each, { numbers: [1, 0.5] })).toEqual([
      "it.numbers: isInt: each value in numbers must be an integer number",
    ]);
  });
});

describe("nested", () => {
  class Holder {
    @Contains("hello") title!: string;
    @IsDefined() @ValidateNested() @Type(() => Sub) one!: Sub;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Sub) many?: Sub[];
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Sub) set?: Set<Sub>;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Sub) map?: Map<string, Sub>;
  }
  const short = "name must be longer than or equal to 5 characters";

  it("objects that are missing are not validated, unless they have to be there", async () => {
    expect(await told(Holder, { title: "helo" })).toEqual([
      "it.title: contains: title must contain a hello string",
      "it.one: isDefined: one should not be null or undefined",
    ]);
  });

  it("objects are named by the way to them", async () => {
    const bad = { name: "my" };
    const good = { name: "not short" };
    expect(
      await told(Holder, {
        title: "hello",
        one: bad,
        many: [good, bad],
        set: [bad],
        map: { a: good, key: bad },
      }),
    ).toEqual([
      `it.one.name: minLength: ${short}`,
      `it.many[1].name: minLength: ${short}`,
      `it.set[0].name: minLength: ${short}`,
      `it.map.key.name: minLength: ${short}`,
    ]);
  });

  it("values that are not objects are refused", async () => {
    expect(await told(Holder, { title: "hello", one: "invalid" })).toEqual([
      "it.one: nestedValidation: nested property one must be either object or array",
    ]);
  });
});

describe("inherited", () => {
  class Parent {
    @Contains("hello") title!: string;
  }
  class Child extends Parent {
    @MinLength(5) name!: string;
  }

  it("rules come after the class's own", async () => {
    expect(await told(Child, { title: "helo", name: "my" })).toEqual([
      "it.name: minLength: name must be longer than or equal to 5 characters",
      "it.title: contains: title must contain a hello string",
    ]);
  });
});

describe("groups and whitelists", () => {
  class Grouped {
    @MinLength(5, { groups: ["a"] }) a!: string;
    @MinLength(5, { always: true }) b!: string;
  }

  it("rules of a group hold where no group is asked for", async () => {
    expect((await told(Grouped, { a: "x", b: "x" })).map((text) => text.split(":")[0])).toEqual([
      "it.a",
      "it.b",
    ]);
  });

  it("what is allowed is there without a rule, and nothing else is", async () => {
    class Allowing {
      @Allow() anything!: unknown;
    }
    expect(await told(Allowing, { anything: 1 })).toEqual([]);
    expect(await told(Allowing, { anything: 1, extra: 2 })).toEqual([
      "it.extra: whitelistValidation: property extra should not exist",
    ]);
  });

  it("a class without rules takes nothing", async () => {
    class Unknown {}
    expect(await told(Unknown, {})).toEqual([
      "it: unknownValue: an unknown value was passed to the validate function",
    ]);
  });
});
