import "reflect-metadata";
import { Transform, Type } from "class-transformer";
import {
  IsInt,
  IsString,
  Validate,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
} from "class-validator";
import { UNSURE } from "../../src/validation/acceptor.js";
import { WAYS } from "./support/ways.js";

describe.each(WAYS)("an acceptor of %s", (_, accept) => {
  it("gives a rule the instance, and calls it as it is, whatever its name", () => {
    const seen: unknown[] = [];
    class Pair {
      @ValidateBy({
        name: "isString",
        validator: {
          validate: (value, args) => seen.push(value, { ...args, object: { ...args?.object } }) > 0,
        },
      })
      a!: number;
      @IsInt() b!: number;
    }
    expect(accept(Pair, { a: 1, b: 2 })).toBeInstanceOf(Pair);
    expect(seen).toEqual([
      1,
      { targetName: "Pair", property: "a", object: { a: 1, b: 2 }, value: 1, constraints: undefined },
    ]);
  });

  it("asks the conditions of a property", () => {
    class Conditional {
      @ValidateIf((object) => object.b !== 0) @IsString() a!: unknown;
      @IsInt() b!: number;
    }
    expect(accept(Conditional, { a: 1, b: 0 })).toBeInstanceOf(Conditional);
    expect(accept(Conditional, { a: 1, b: 1 })).toBe(UNSURE);
  });

  it("leaves a class to the libraries once a rule of it turns out to wait", async () => {
    let asked = 0;
    class Slow {
      @ValidateBy({
        name: "slow",
        validator: {
          validate: (value) => {
            asked++;
            return Promise.reject(new Error(String(value))) as never;
          },
        },
      })
      a!: number;
    }
    expect(accept(Slow, { a: 1 })).toBe(UNSURE);
    expect(accept(Slow, { a: 1 })).toBe(UNSURE);
    expect(asked).toBe(1);
  });

  it("never asks a rule that is declared to wait", () => {
    let asked = 0;
    @ValidatorConstraint({ async: true })
    class Late {
      validate(): boolean {
        return ++asked > 0;
      }
    }
    class Slow {
      @Validate(Late) a!: number;
    }
    expect(accept(Slow, { a: 1 })).toBe(UNSURE);
    expect(asked).toBe(0);
  });

  it("gives no discriminator to the class that it names, the first of its name", () => {
    class First {
      @IsString() kind: string = "default";
      @IsInt() a!: number;
    }
    class Second extends First {}
    const subTypes = [First, Second].map((value) => ({ name: "a", value }));
    class Holder {
      @ValidateNested() @Type(() => First, { discriminator: { property: "kind", subTypes } }) inner!: First;
    }
    const { inner } = accept(Holder, { inner: { kind: "a", a: 1 } }) as Holder;
    expect(inner.constructor).toBe(First);
    expect(inner.kind).toBe("default");
  });

  it("is unsure where a rule throws", () => {
    class Throwing {
      @ValidateBy({
        name: "throwing",
        validator: {
          validate: () => {
            throw new Error("no");
          },
        },
      })
      a!: number;
    }
    expect(accept(Throwing, { a: 1 })).toBe(UNSURE);
  });

  it("never makes a class that only the libraries can", () => {
    class Transformed {
      @Transform(({ value }) => value) @IsString() a!: string;
    }
    class Keyed {
      @IsString() prototype!: string;
    }
    class Started {
      @IsString() a!: string;
      extra = 1;
    }
    expect(accept(Transformed, { a: "a" })).toBe(UNSURE);
    expect(accept(Keyed, { prototype: "a" })).toBe(UNSURE);
    expect(accept(Started, { a: "a" })).toBe(UNSURE);
  });

  it("keeps a name out of its code that would end the code's text", () => {
    const name = '"];throw `x`;//\u2028$';
    class Odd {}
    IsInt()(Odd.prototype, name);
    expect(accept(Odd, { [name]: 1 })).toEqual(Object.assign(new Odd(), { [name]: 1 }));
    expect(accept(Odd, { [name]: "1" })).toBe(UNSURE);
  });
});
