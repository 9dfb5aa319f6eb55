import { RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { callContestants } from "../calls.js";
import { Drawing, drawingOf } from "../drawing.js";
import { defineWorkload } from "../workload.js";

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

const drawing = drawingOf(10_000, (index) => `item ${index}`);

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
