import { IsBoolean, IsInt, IsString } from "class-validator";
import { RpcDomain, RpcMethod, Unchecked } from "../decorators/index.js";
import { callContestants } from "./calls.js";

class Order {
  @IsString() product!: string;
  @IsInt() amount!: number;
  @IsBoolean() express!: boolean;
}

@RpcDomain("bench")
class ValidatedOrders {
  @RpcMethod()
  handle(order: Order): number {
    return order.amount;
  }
}

@RpcDomain("bench")
class UncheckedOrders {
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
