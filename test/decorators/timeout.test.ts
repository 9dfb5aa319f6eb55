import { RpcDomain, RpcMethod, Timeout } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";

@RpcDomain("slow")
@Timeout(1_000)
class Slow {
  @RpcMethod() usual(): void {}
  @RpcMethod() @Timeout(5) hasty(): void {}
}

describe("@Timeout", () => {
  it("holds for a class's methods, and a method's own comes first", () => {
    const router = new RPCRouter().register(new Slow());
    expect(router.timeoutMs("slow.usual")).toBe(1_000);
    expect(router.timeoutMs("slow.hasty")).toBe(5);
  });

  it("is inherited", () => {
    class Slower extends Slow {}
    expect(new RPCRouter().register(new Slower()).timeoutMs("slow.usual")).toBe(1_000);
  });

  it("is none where nobody wrote it", () => {
    expect(new RPCRouter().register("plain", () => 1).timeoutMs("plain")).toBeUndefined();
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])("refuses %d ms", (ms) => {
    expect(() => Timeout(ms)(Slow)).toThrow(`@Timeout on Slow.(class): ${ms} is no time limit`);
  });

  it("refuses a static method and a method named by a symbol", () => {
    const decorate = Timeout(1) as (target: object, key: string | symbol) => void;
    expect(() => decorate(Slow, "create")).toThrow("only classes and instance methods with a string name");
    expect(() => decorate(Slow.prototype, Symbol("x"))).toThrow("only classes and instance methods");
  });
});
