import { runInNewContext } from "node:vm";
import { Transform, Type } from "class-transformer";
import {
  IsDate,
  IsDefined,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  MinLength,
  Validate,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from "class-validator";
import { RpcDomain, RpcError, RpcMethod, Unchecked } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { issuesOf } from "./support/issues.js";

class City {
  @IsString() name!: string;
}

class Address {
  @IsString() street!: string;
  @ValidateNested() @Type(() => City) @IsDefined() city!: City;
}

@ValidatorConstraint({ name: "isFree", async: true })
class IsFree implements ValidatorConstraintInterface {
  async validate(name: string): Promise<boolean> {
    return name !== "taken";
  }
  defaultMessage(): string {
    return "$property is taken";
  }
}

class Person {
  @IsString() @MinLength(2) @Validate(IsFree) name!: string;
  @IsOptional() @IsIn(["reader", "writer"]) role: string = "reader";
  @IsOptional() @ValidateNested() @Type(() => Address) address?: Address;
  @IsOptional() @IsDate() @Type(() => Date) born?: Date;
  @IsOptional() @IsNumber() @Type(() => Number) age?: number;
  @IsOptional() @IsObject() extra?: object;
  @IsOptional()
  @IsString()
  @Transform(({ value }) => value.trim())
  nick?: string;
}

class Unruled {}

/** Its author names a class by the data, and that has no rules. */
class Untyped {
  @ValidateNested() @Type((_options) => Unruled) address!: Unruled;
}

class Employee extends Person {
  @IsNumber() salary!: number;
}

@RpcDomain("people")
class People {
  @RpcMethod() add(person: Person): Person {
    return person;
  }
  @RpcMethod() move(untyped: Untyped): Untyped {
    return untyped;
  }
  @RpcMethod() hire(employee: Employee): Employee {
    return employee;
  }
  @RpcMethod() raw(@Unchecked() value: unknown): unknown {
    return value;
  }
}

const router = new RPCRouter().register(new People());
const add = (person: unknown) => router.route("people.add", [person]);
const issues = (person: unknown) => issuesOf(add(person));

describe("a DTO", () => {
  it("reaches the handler as an instance of its class, with its defaults", async () => {
    const person = await add({ name: "Ada" });
    expect(person).toBeInstanceOf(Person);
    expect(person).toMatchObject({ name: "Ada", role: "reader" });
  });

  it("keeps a default for what is undefined, as for what is left out", async () => {
    await expect(add({ name: "Ada", role: undefined })).resolves.toMatchObject({ role: "reader" });
    await expect(add({ name: "Ada", role: null })).resolves.toMatchObject({ role: null });
  });

  it("is an instance all the way down", async () => {
    const { address } = (await add({ name: "Ada", address: { street: "s", city: { name: "c" } } })) as Person;
    expect(address).toBeInstanceOf(Address);
    expect(address?.city).toBeInstanceOf(City);
  });

  it("leaves the caller's object alone", async () => {
    const sent = Object.freeze({ name: "Ada", address: Object.freeze({ street: "s", city: { name: "c" } }) });
    await add(sent);
    expect(sent).toEqual({ name: "Ada", address: { street: "s", city: { name: "c" } } });
  });

  it("inherits the rules of its parent", async () => {
    const hire = router.route("people.hire", [{ name: 7, salary: "x" }]);
    expect(new Set((await issuesOf(hire)).map(({ path }) => path))).toEqual(
      new Set(["params[0].name", "params[0].salary"]),
    );
  });

  it.each([
    null,
    "a",
    7,
    true,
    [],
    [{ name: "Ada" }],
    new Date(0),
    /x/,
    new Set(),
    new Error("x"),
    new Uint8Array(2),
  ])("is no %p", async (value) => {
    expect(await issues(value)).toMatchObject([{ path: "params[0]" }]);
  });

  it("is no Map, even with the keys of one", async () => {
    expect(await issues(new Map([["name", "Ada"]]))).toEqual([
      { path: "params[0]", constraint: "isObject", message: "must be an object (Person)" },
    ]);
  });

  it.each([
    () => Object.assign(Object.create(null), { name: "Ada" }),
    () => runInNewContext("({ name: 'Ada' })"),
  ])("may have no prototype, or that of another realm", async (make) => {
    await expect(add(make())).resolves.toBeInstanceOf(Person);
  });
});

describe("an issue", () => {
  it("has a path, class-validator's name of the rule and its message", async () => {
    expect(await issues({ name: 7 })).toContainEqual({
      path: "params[0].name",
      constraint: "isString",
      message: "name must be a string",
    });
  });

  it("names the way down to what is wrong", async () => {
    expect(await issues({ name: "Ada", address: { street: 1, city: {} } })).toEqual([
      { path: "params[0].address.street", constraint: "isString", message: "street must be a string" },
      { path: "params[0].address.city.name", constraint: "isString", message: "name must be a string" },
    ]);
  });

  it("is made by an asynchronous rule as by any other", async () => {
    expect(await issues({ name: "taken" })).toEqual([
      { path: "params[0].name", constraint: "isFree", message: "name is taken" },
    ]);
  });

  it("is made of each unknown property, at every level", async () => {
    const found = await issues({ name: "Ada", x: 1, address: { street: "s", city: { name: "c", y: 1 } } });
    expect(found.map(({ path, constraint }) => [path, constraint])).toEqual([
      ["params[0].x", "whitelistValidation"],
      ["params[0].address.city.y", "whitelistValidation"],
    ]);
  });

  it("has a nested value of no class that could be checked", async () => {
    expect(await issuesOf(router.route("people.move", [{ address: { anything: true } }]))).toEqual([
      {
        path: "params[0].address",
        constraint: "unknownValue",
        message: "an unknown value was passed to the validate function",
      },
    ]);
  });

  it.each(["constructor", "__proto__", "prototype"])(
    "is made of the key %s, before anything is made of it",
    async (key) => {
      const hostile = JSON.parse(`{ "name": "Ada", "extra": { "deep": [{ "${key}": { "admin": true } }] } }`);
      expect(await issues(hostile)).toEqual([
        {
          path: `params[0].extra.deep[0].${key}`,
          constraint: "prototypeKey",
          message: "must not be a prototype's key",
        },
      ]);
      expect(await issuesOf(router.route("people.raw", [hostile]))).toMatchObject([
        { constraint: "prototypeKey" },
      ]);
    },
  );
});

describe("conversion", () => {
  it("makes what the DTO's @Type says", async () => {
    await expect(add({ name: "Ada", born: "1815-12-10T00:00:00Z", age: "36" })).resolves.toMatchObject({
      born: new Date("1815-12-10T00:00:00Z"),
      age: 36,
    });
  });

  it.each([
    { age: { valueOf: 1, toString: 1 } },
    { born: { valueOf: 1, toString: 1 } },
    { born: 1n },
    { nick: 7 },
  ])("that is impossible is the caller's mistake, not an internal error: %p", async (part) => {
    expect(await issues({ name: "Ada", ...part })).toEqual([
      {
        path: "params[0]",
        constraint: "isReadable",
        message: expect.stringMatching(/^cannot be read as Person: /),
      },
    ]);
  });

  it("may refuse with an RpcError of its own", async () => {
    class Guarded {
      @IsString()
      @Transform(() => {
        throw new RpcError("CONFLICT", "taken");
      })
      name!: string;
    }
    @RpcDomain("guarded")
    class Service {
      @RpcMethod() run(_dto: Guarded): void {}
    }
    const call = new RPCRouter().register(new Service()).route("guarded.run", [{ name: "a" }]);
    await expect(call).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
