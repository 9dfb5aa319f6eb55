import "reflect-metadata";
import { Transform, Type, type TypeHelpOptions } from "class-transformer";
import { IsDate, IsObject, IsString, ValidateNested } from "class-validator";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { nestingProblems } from "../../src/validation/nesting.js";
import { problemsOf } from "../main/support/boot.js";

class Tag {
  @IsString() name!: string;
}

class Unvalidated {
  @IsObject() @Type(() => Tag) tag!: Tag;
}

class Unruled {
  @Type(() => Tag) tag!: Tag;
}

class Untyped {
  @ValidateNested() tag!: Tag;
}

class Outer {
  @ValidateNested({ each: true }) @Type(() => Untyped) inner!: Untyped[];
  @ValidateNested() @Type(() => Outer) itself!: Outer;
}

class Sound {
  @ValidateNested() @Type(() => Tag) tag!: Tag;
  @IsDate() @Type(() => Date) at!: Date;
  @ValidateNested() @Transform(({ value }) => Object.assign(new Tag(), value)) made!: Tag;
  @Type(() => Tag) @Transform(({ value }) => value) @IsObject() free!: object;
}

class Heir extends Unvalidated {
  @IsString() name!: string;
}

const UNTYPED =
  "Untyped.tag has @ValidateNested() and no @Type(), so nothing says of which class it is; add @Type(() => Class)";
const unvalidated = (dto: string) =>
  `${dto}.tag has @Type(() => Tag) and no @ValidateNested(), so the rules of Tag would not hold; add @ValidateNested()`;

it.each([
  [Unvalidated, [unvalidated("Unvalidated")]],
  [Unruled, [unvalidated("Unruled")]],
  [Untyped, [UNTYPED]],
  [Outer, [UNTYPED]],
  [Heir, [unvalidated("Heir")]],
  [Sound, []],
])("of %p", (dto, problems) => {
  expect([...nestingProblems(dto)]).toEqual(problems);
});

it("are problems at boot, of the method that takes the class", () => {
  @RpcDomain("probe")
  class Probe {
    @RpcMethod() take(_outer: Outer): void {}
  }
  expect(problemsOf(() => new RPCRouter().register(new Probe()))).toEqual([
    `Probe.take, parameter 1: ${UNTYPED}`,
  ]);
});

it("are not asked of a class that depends on the data", () => {
  class Depending {
    @ValidateNested()
    @Type((options) => ("name" in (options as TypeHelpOptions).object ? Tag : Sound))
    either!: Tag | Sound;
  }
  expect([...nestingProblems(Depending)]).toEqual([]);
});
