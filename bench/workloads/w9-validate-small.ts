import type { Newable } from "inversify";
import { z } from "zod";
import { RPCRouter, type RPCRouterOptions } from "../../src/main/index.js";
import type { CallService } from "../calls.js";
import { Order, order, UncheckedOrders, ValidatedOrders } from "../small-call.js";
import { type Validation, validation, validationContestants } from "../validations.js";
import { type Contestant, defineWorkload } from "../workload.js";

const TIMES = 2_000;

/** A whole call but for the channel. */
function routed(
  name: string,
  service: Newable<CallService>,
  validates: boolean,
  options: RPCRouterOptions = {},
): Contestant<Validation> {
  const router = new RPCRouter(options).register(new service());
  const validate = (value: unknown) => router.route("bench.handle", [value]);
  return { name, validates, open: async () => validation(order, TIMES, validate) };
}

export const workload = defineWorkload<Validation>({
  id: "W9",
  title: "a DTO of three fields validated, with no channel",
  unit: "us",
  contestants: [
    ...validationContestants({
      dto: Order,
      schema: z.strictObject({ product: z.string(), amount: z.int(), express: z.boolean() }),
      good: order,
      bad: { ...order, amount: "3" },
      count: TIMES,
    }),
    routed("routed, @Unchecked()", UncheckedOrders, false),
    routed("routed, DTO", ValidatedOrders, true),
    routed("routed, DTO, currentCall", ValidatedOrders, true, { currentCall: true }),
  ],
  reference: "ours",
  repeats: TIMES,
  prepare: (validation) => validation.prepare(),
  run: (validation) => validation.run(),
});
