import { Type } from "class-transformer";
import { IsInt, IsString, ValidateNested } from "class-validator";
import { RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { callContestants } from "../calls.js";
import { defineWorkload } from "../workload.js";

class Position {
  @IsInt() x!: number;
  @IsInt() y!: number;
}

class Item {
  @IsString() name!: string;
  @ValidateNested() @Type(() => Position) position!: Position;
}

class Drawing {
  @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
}

@RpcDomain("bench")
class ValidatedDrawings {
  @RpcMethod()
  handle(drawing: Drawing): number {
    return drawing.items.length;
  }
}

@RpcDomain("bench")
class UncheckedDrawings {
  @RpcMethod()
  handle(@Unchecked() drawing: Drawing): number {
    return drawing.items.length;
  }
}

const drawing: Drawing = {
  items: Array.from({ length: 10_000 }, (_, index) => ({
    name: `item ${index}`,
    position: { x: index, y: -index },
  })),
};

export const workload = defineWorkload({
  id: "W3",
  title: "one payload of 10,000 nested items",
  unit: "ms",
  contestants: callContestants({
    dto: Drawing,
    validated: ValidatedDrawings,
    unchecked: UncheckedDrawings,
  }),
  repeats: 1,
  async run(call) {
    await call(drawing);
  },
});
