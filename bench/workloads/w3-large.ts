import { RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { type CallService, callContestants } from "../calls.js";
import { Drawing, drawingOf } from "../drawing.js";
import { openOurs } from "../ours.js";
import type { Call } from "../raw.js";
import { type Contestant, defineWorkload } from "../workload.js";

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

const ITEMS = 10_000;

const drawing = drawingOf(ITEMS, (index) => `item ${index}`);
const badDrawing = drawingOf(ITEMS, (index) => index);

/** Whatever it is given, it sends what is bad all through. */
const refused: Contestant<Call> = {
  name: "ours, DTO, refused",
  validates: true,
  async open() {
    const { client, close } = await openOurs<{ bench: CallService }>(ValidatedDrawings);
    const call = async () => {
      const code = await client.bench.handle(badDrawing).then(
        () => undefined,
        (error) => error.code,
      );
      if (code !== "INVALID_PARAMS") throw new Error(`The answer was ${code}`);
    };
    return { client: call, close };
  },
};

export const workload = defineWorkload({
  id: "W3",
  title: "one payload of 10,000 nested items",
  unit: "ms",
  contestants: [
    ...callContestants({ dto: Drawing, validated: ValidatedDrawings, unchecked: UncheckedDrawings }),
    refused,
  ],
  repeats: 1,
  async run(call) {
    await call(drawing);
  },
});
