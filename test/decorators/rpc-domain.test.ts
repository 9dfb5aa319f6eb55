import { injectable } from "inversify";
import { RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";

@RpcDomain("animal")
class Animal {
  @RpcMethod()
  speak(): string {
    return "...";
  }
  @RpcMethod()
  legs(): number {
    return 4;
  }
}

const routerOf = (service: object) => new RPCRouter().register(service);

describe("@RpcDomain", () => {
  it.each(["rpc", "then", "toJSON", "constructor", "prototype", "__proto__"])(
    "refuses the reserved name %s",
    (name) => {
      expect(() => RpcDomain(name)(class Taken {})).toThrow(
        `@RpcDomain on Taken: the domain name "${name}" is reserved; choose another`,
      );
    },
  );

  it("refuses a name that is no identifier", () => {
    expect(() => RpcDomain("my.domain")(class Odd {})).toThrow(
      'the domain name "my.domain" is not an identifier',
    );
  });

  it("refuses a second domain on one class", () => {
    class Twice {}
    RpcDomain("first")(Twice);
    expect(() => RpcDomain("second")(Twice)).toThrow(
      "@RpcDomain on Twice: the class has a domain already; remove one decorator",
    );
  });

  it("applies @injectable() itself, which inversify refuses to see twice", () => {
    class Twice {}
    injectable()(Twice);
    expect(() => RpcDomain("twice")(Twice)).toThrow("injectable");
  });
});

describe("a subclass", () => {
  it("without @RpcDomain keeps its parent's domain and methods", async () => {
    class Snail extends Animal {}
    await expect(routerOf(new Snail()).route("animal.legs")).resolves.toBe(4);
  });

  it("with @RpcDomain has its parent's methods in its own domain", () => {
    @RpcDomain("bird")
    class Bird extends Animal {}
    expect(routerOf(new Bird()).methods.sort()).toEqual(["bird.legs", "bird.speak"]);
  });

  it("with @RpcDomain of a class that has its own is served under both names, each by its class", () => {
    @RpcDomain("insect")
    class Insect extends Animal {}
    @RpcDomain("beetle")
    class Beetle extends Insect {}
    expect(routerOf(new Beetle()).methods.sort()).toEqual(["beetle.legs", "beetle.speak"]);
    expect(routerOf(new Insect()).methods.sort()).toEqual(["insect.legs", "insect.speak"]);
  });

  it("that gives an overridden method another name has it under that name alone", () => {
    class Parrot extends Animal {
      @RpcMethod({ name: "talk" })
      override speak(): string {
        return "hello";
      }
    }
    expect(routerOf(new Parrot()).methods.sort()).toEqual(["animal.legs", "animal.talk"]);
  });

  it("overrides a method by decorating it again", async () => {
    class Dog extends Animal {
      @RpcMethod()
      override speak(): string {
        return "woof";
      }
    }
    await expect(routerOf(new Dog()).route("animal.speak")).resolves.toBe("woof");
  });

  it("adds methods of its own without giving them to its parent", () => {
    class Cat extends Animal {
      @RpcMethod() purr(): void {}
    }
    expect(routerOf(new Cat()).methods).toContain("animal.purr");
    expect(routerOf(new Animal()).methods).not.toContain("animal.purr");
  });

  it("is refused when it overrides a method without decorating it: its parent's types would be checked", () => {
    class Cow extends Animal {
      override speak(): string {
        return "moo";
      }
    }
    expect(() => routerOf(new Cow())).toThrow(
      "Cow.speak overrides a method of Animal without @RpcMethod; decorate the override too",
    );
  });

  it("is refused when a class between it and the declaration overrides a method undecorated", () => {
    class Fish extends Animal {
      override speak(): string {
        return "blub";
      }
    }
    class Carp extends Fish {}
    expect(() => routerOf(new Carp())).toThrow("Fish.speak overrides a method of Animal without @RpcMethod");
  });

  it("that renames an override is called by the new name only", () => {
    class Parrot extends Animal {
      @RpcMethod({ name: "talk" })
      override speak(): string {
        return "hello";
      }
    }
    expect(routerOf(new Parrot()).methods.sort()).toEqual(["animal.legs", "animal.talk"]);
  });

  it("is refused when it gives another method a name its parent has", () => {
    class Mule extends Animal {
      @RpcMethod({ name: "legs" }) count(): void {}
    }
    expect(() => routerOf(new Mule())).toThrow(
      'Mule: count and legs are both named "legs"; give one of them another name',
    );
  });
});

it("refuses a class with @RpcMethod but no domain of its own or inherited", () => {
  class Homeless {
    @RpcMethod() run(): void {}
  }
  expect(() => routerOf(new Homeless())).toThrow(
    'Homeless has @RpcMethod or @RpcEvent members but no domain; add @RpcDomain("name") to the class',
  );
});
