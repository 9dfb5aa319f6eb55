import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";

type AnyDecorator = (target: object, key: string | symbol) => void;
const decorate = RpcEvent() as AnyDecorator;

class Service {
  readonly onChanged = new RpcEmitter<string>();
}

describe("@RpcEvent", () => {
  it("works with and without parentheses, and with options", () => {
    @RpcDomain("forms")
    class Forms {
      @RpcEvent readonly onBare = new RpcEmitter<string>();
      @RpcEvent() readonly onCalled = new RpcEmitter<string>();
      @RpcEvent({ name: "onRenamed" }) readonly onOriginal = new RpcEmitter<string>();
    }
    expect(new RPCRouter().register(new Forms()).events).toEqual([
      "forms.onBare",
      "forms.onCalled",
      "forms.onRenamed",
    ]);
  });

  it("takes a getter that gives the emitter", () => {
    const emitter = new RpcEmitter<string>();
    @RpcDomain("getter")
    class Getter {
      @RpcEvent()
      get onChanged(): RpcEmitter<string> {
        return emitter;
      }
    }
    expect(new RPCRouter().register(new Getter()).events).toEqual(["getter.onChanged"]);
  });

  it("refuses a static property", () => {
    expect(() => decorate(Service, "onChanged")).toThrow(
      "@RpcEvent on Service.onChanged: a static property has no service; make it an instance property",
    );
  });

  it("refuses a property named by a symbol", () => {
    expect(() => decorate(Service.prototype, Symbol("onChanged"))).toThrow(
      "@RpcEvent on Service.Symbol(onChanged): a symbol has no name on the wire",
    );
  });

  it("refuses a property decorated twice", () => {
    decorate(Service.prototype, "onChanged");
    expect(() => decorate(Service.prototype, "onChanged")).toThrow("it is decorated twice");
  });

  it("refuses a reserved name", () => {
    const reserved = RpcEvent({ name: "then" }) as AnyDecorator;
    expect(() => reserved(Service.prototype, "onOther")).toThrow('the event name "then" is reserved');
  });

  it("shares no name with a method of its class", () => {
    @RpcDomain("shared")
    class Shared {
      @RpcEvent({ name: "status" }) readonly onStatus = new RpcEmitter<string>();
      @RpcMethod() status(): void {}
    }
    expect(() => new RPCRouter().register(new Shared())).toThrow(
      'Shared: a method and an event are both named "status"; give one of them another name',
    );
  });
});
