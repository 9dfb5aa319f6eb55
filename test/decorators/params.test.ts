import { IsString } from "class-validator";
import { Call, Param, RpcDomain, RpcMethod, Unchecked } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";

class Tag {
  @IsString() name!: string;
}

class Service {
  static create(_value: string): void {}
  [Symbol.iterator](_value: string): void {}
  run(_value: string): void {}
}

const decorators: [string, () => ParameterDecorator][] = [
  ["Param", () => Param({ optional: true })],
  ["Unchecked", () => Unchecked()],
  ["Call", () => Call()],
];

describe.each(decorators)("@%s", (name, make) => {
  it("refuses a parameter of the constructor", () => {
    expect(() => make()(Service, undefined, 0)).toThrow(
      `@${name} on Service.constructor: parameter 1: only parameters of instance methods with a string name`,
    );
  });

  it("refuses a parameter of a static method", () => {
    expect(() => make()(Service, "create", 0)).toThrow("only parameters of instance methods");
  });

  it("refuses a parameter of a method named by a symbol", () => {
    expect(() => make()(Service.prototype, Symbol.iterator, 0)).toThrow("with a string name");
  });

  it.each(decorators)("refuses to stand beside @%s", (_other, makeOther) => {
    class Twice {
      run(_value: string): void {}
    }
    makeOther()(Twice.prototype, "run", 0);
    expect(() => make()(Twice.prototype, "run", 0)).toThrow(
      `@${name} on Twice.run: parameter 1: it is described twice; remove one decorator`,
    );
  });
});

describe("@Param", () => {
  it("takes a class where the declared type is too vague", async () => {
    @RpcDomain("tags")
    class Tags {
      @RpcMethod()
      name(@Param(() => Tag) tag: Tag | string): unknown {
        return tag;
      }
    }
    const router = new RPCRouter().register(new Tags());
    await expect(router.route("tags.name", [{ name: "a" }])).resolves.toBeInstanceOf(Tag);
  });

  it("takes the class of an array's elements", async () => {
    @RpcDomain("tags")
    class Tags {
      @RpcMethod()
      all(@Param(() => [Tag]) tags: Tag[]): unknown {
        return tags;
      }
    }
    const router = new RPCRouter().register(new Tags());
    const tags = await router.route("tags.all", [[{ name: "a" }, { name: "b" }]]);
    expect(tags).toEqual([expect.any(Tag), expect.any(Tag)]);
  });

  it("leaves an undecorated method as closed as it was", () => {
    @RpcDomain("closed")
    class Closed {
      @RpcMethod() open(): void {}
      run(@Param({ optional: true }) _value?: string): void {}
    }
    expect(new RPCRouter().register(new Closed()).methods).toEqual(["closed.open"]);
  });
});
