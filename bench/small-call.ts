import { IsBoolean, IsInt, IsString } from "class-validator";
import { RpcDomain, RpcMethod, Unchecked } from "../decorators/index.js";
import { callContestants } from "./calls.js";

export class Order {
  @IsString() product!: string;
  @IsInt() amount!: number;
  @IsBoolean() express!: boolean;
}

@RpcDomain("bench")
export class ValidatedOrders {
  @RpcMethod()
  handle(order: Order): number {
    return order.amount;
  }
}

@RpcDomain("bench")
export class UncheckedOrders {
  @RpcMethod()
  handle(@Unchecked() order: Order): number {
    return order.amount;
  }
}

export const order: Order = { product: "a pound of tea", amount: 3, express: true };

/** Those who take one order at a time, a DTO of three fields. */
export const orderTakers = callContestants({
  dto: Order,
  validated: ValidatedOrders,
  unchecked: UncheckedOrders,
});
