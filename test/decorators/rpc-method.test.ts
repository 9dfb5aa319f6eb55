import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";

/** Applies a decorator by hand where TypeScript would not let it stand. */
type AnyDecorator = (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => void;
const decorate = RpcMethod() as AnyDecorator;
const bare = RpcMethod as AnyDecorator;

class Service {
  static create(): void {}
  get size(): number {
    return 0;
  }
  set limit(_value: number) {}
  run(): void {}
}

const descriptorOf = (target: object, key: string | symbol) => Object.getOwnPropertyDescriptor(target, key);

describe("@RpcMethod", () => {
  it("works with and without parentheses, and with options", async () => {
    @RpcDomain("forms")
    class Forms {
      @RpcMethod
      bare(): string {
        return "bare";
      }
      @RpcMethod()
      called(): string {
        return "called";
      }
      @RpcMethod({ name: "renamed" })
      original(): string {
        return "original";
      }
    }
    const router = new RPCRouter().register(new Forms());
    expect(router.methods).toEqual(["forms.bare", "forms.called", "forms.renamed"]);
    await expect(router.route("forms.renamed")).resolves.toBe("original");
  });

  it("leaves a method without it out of reach", async () => {
    @RpcDomain("partly")
    class Partly {
      @RpcMethod() open(): void {}
      closed(): void {}
    }
    const router = new RPCRouter().register(new Partly());
    expect(router.methods).toEqual(["partly.open"]);
    await expect(router.route("partly.closed")).rejects.toMatchObject({ code: "METHOD_NOT_FOUND" });
  });

  it("makes a method that TypeScript calls private public, for that word is erased", async () => {
    @RpcDomain("secret")
    class Secret {
      @RpcMethod()
      protected reveal(): string {
        return "revealed";
      }
    }
    await expect(new RPCRouter().register(new Secret()).route("secret.reveal")).resolves.toBe("revealed");
  });

  it.each([decorate, bare])("refuses a static method", (decorator) => {
    expect(() => decorator(Service, "create", descriptorOf(Service, "create"))).toThrow(
      new TypeError(
        "@RpcMethod on Service.create: static methods cannot be called; make it an instance method",
      ),
    );
  });

  it("refuses a method named by a symbol", () => {
    const key = Symbol("run");
    expect(() => decorate(Service.prototype, key, { value: () => {} })).toThrow(
      "@RpcMethod on Service.Symbol(run): a symbol has no name on the wire",
    );
  });

  it.each(["size", "limit"])("refuses the accessor %s", (key) => {
    expect(() => decorate(Service.prototype, key, descriptorOf(Service.prototype, key))).toThrow(
      `@RpcMethod on Service.${key}: only methods can be called; turn the getter, setter or property`,
    );
  });

  it("refuses a property that holds a function, which the prototype does not have", () => {
    expect(() => decorate(Service.prototype, "handler", undefined)).toThrow("only methods can be called");
  });

  it("refuses a method decorated twice", () => {
    class Twice {
      @RpcMethod() run(): void {}
    }
    expect(() => decorate(Twice.prototype, "run", descriptorOf(Twice.prototype, "run"))).toThrow(
      "@RpcMethod on Twice.run: it is decorated twice; remove one decorator",
    );
  });

  it("refuses a name that another method has", () => {
    class Clash {
      @RpcMethod() first(): void {}
      second(): void {}
    }
    const renamed = RpcMethod({ name: "first" }) as AnyDecorator;
    expect(() => renamed(Clash.prototype, "second", descriptorOf(Clash.prototype, "second"))).toThrow(
      '@RpcMethod on Clash.second: "first" is already the name of first; give one of them another name',
    );
  });

  it.each(["then", "toJSON", "constructor", "prototype", "__proto__"])(
    "refuses the reserved name %s",
    (name) => {
      const reserved = RpcMethod({ name }) as AnyDecorator;
      expect(() => reserved(Service.prototype, "run", descriptorOf(Service.prototype, "run"))).toThrow(
        `@RpcMethod on Service.run: the method name "${name}" is reserved; choose another`,
      );
    },
  );

  it.each(["", "a.b", "1st", "_run", "$run", "naïve", "a b"])(
    "refuses %j, which is no identifier",
    (name) => {
      const odd = RpcMethod({ name }) as AnyDecorator;
      expect(() => odd(Service.prototype, "run", descriptorOf(Service.prototype, "run"))).toThrow(
        "is not an identifier of letters, digits and underscores",
      );
    },
  );

  it.each([0, -1, 1.5, Number.NaN])(
    "refuses a stream window of %p, for nothing could flow",
    (streamWindow) => {
      const odd = RpcMethod({ streamWindow }) as AnyDecorator;
      expect(() => odd(Service.prototype, "run", descriptorOf(Service.prototype, "run"))).toThrow(
        `@RpcMethod on Service.run: streamWindow is ${streamWindow}; give a whole number of items, 1 or more`,
      );
    },
  );
});
