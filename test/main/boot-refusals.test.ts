import { injectable } from "inversify";
import { Param, RpcDomain, RpcEmitter, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { createContainer, RPCRouter, RpcBootError } from "../../src/main/index.js";
import { problemsOf, routerOf } from "./support/boot.js";

@RpcDomain("clock")
class Clock {
  @RpcMethod()
  now(): number {
    return 0;
  }
}

describe("boot refuses", () => {
  it("two classes for one domain", () => {
    @RpcDomain("clock")
    class OtherClock {
      @RpcMethod() later(): void {}
    }
    expect(problemsOf(() => routerOf([Clock, OtherClock]))).toEqual([
      'Clock and OtherClock are both the domain "clock"; rename one or bind only one',
    ]);
  });

  it("one class bound twice", () => {
    const container = createContainer();
    container.bind(Clock).toSelf();
    container.bind("clock").to(Clock);
    expect(problemsOf(() => new RPCRouter({ container }))).toEqual([
      "Clock is bound twice, which would make two of it; bind it once and alias it with toService()",
    ]);
  });

  it("a class with methods but no domain", () => {
    @injectable()
    class Homeless {
      @RpcMethod() run(): void {}
    }
    expect(problemsOf(() => routerOf([Homeless]))).toEqual([
      'Homeless has @RpcMethod or @RpcEvent members but no domain; add @RpcDomain("name") to the class',
    ]);
  });

  it("a class with an event and nothing else, not even a domain", () => {
    @injectable()
    class Homeless {
      @RpcEvent() readonly onNews = new RpcEmitter<string>();
    }
    expect(problemsOf(() => routerOf([Homeless]))).toEqual([
      'Homeless has @RpcMethod or @RpcEvent members but no domain; add @RpcDomain("name") to the class',
    ]);
  });

  it("two events of one name in a class and its parent", () => {
    @RpcDomain("parent")
    class Parent {
      @RpcEvent() readonly onChanged = new RpcEmitter<string>();
    }
    class Child extends Parent {
      @RpcEvent({ name: "onChanged" }) readonly onRenamed = new RpcEmitter<string>();
    }
    expect(problemsOf(() => new RPCRouter().register(new Child()))).toEqual([
      'Child: onRenamed and onChanged are both named "onChanged"; give one of them another name',
    ]);
  });

  it("a service with events that is made anew at each request, for its listeners would hear nothing", () => {
    @RpcDomain("news")
    class News {
      @RpcEvent() readonly onNews = new RpcEmitter<string>();
    }
    const container = createContainer();
    container.bind(News).toSelf().inTransientScope();
    expect(problemsOf(() => new RPCRouter({ container }))).toEqual([
      "News has events but is made anew at each request; bind it with rpcDomain() or inSingletonScope()",
    ]);
  });

  it("an AbortSignal before a parameter that travels, for the caller passes its signal last", () => {
    @RpcDomain("search")
    class Search {
      @RpcMethod() find(_signal: AbortSignal, _text: string): void {}
    }
    expect(problemsOf(() => routerOf([Search]))).toEqual([
      "Search.find, parameter 1: an AbortSignal stands before a parameter that travels; move it to the end",
    ]);
  });
});

describe("RpcBootError", () => {
  it("lists every problem of every service", () => {
    @RpcDomain("first")
    class First {
      @RpcMethod() list(_items: string[]): void {}
      @RpcMethod() any(_value: unknown): void {}
    }
    @injectable()
    class Second {
      @RpcMethod() run(): void {}
    }
    const problems = problemsOf(() => routerOf([First, Second]));
    expect(problems.map((problem) => problem.split(/[:;]| has/)[0])).toEqual([
      "First.list, parameter 1",
      "First.any, parameter 1",
      "Second",
    ]);
  });

  it("shows them one a line", () => {
    expect(new RpcBootError(["one", "two"]).message).toBe("The RPC server cannot start:\n- one\n- two");
  });

  it("leaves a router that was running as it was", () => {
    @RpcDomain("broken")
    class Broken {
      @RpcMethod() good(): void {}
      @RpcMethod() bad(@Param(() => Map) _value: Map<string, string>): void {}
    }
    const router = routerOf([Clock]);
    expect(() => router.register(new Broken())).toThrow(RpcBootError);
    expect(router.methods).toEqual(["clock.now"]);
  });
});
