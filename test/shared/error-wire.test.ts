import { RpcError } from "../../decorators/rpc-error.js";
import { errorFromWire, errorToWire } from "../../src/shared/error-wire.js";
import type { RpcErrorWire } from "../../src/shared/messages.js";

const DEVELOPMENT = true;
const PACKAGED = false;

/** The error as it arrives: described, cloned, rebuilt. */
const travel = (error: unknown, exposeInternals = DEVELOPMENT): RpcError =>
  errorFromWire(structuredClone(errorToWire(error, exposeInternals)));

describe("an error a service declared", () => {
  const declared = new RpcError("NOT_FOUND", "No workflow w1", { data: { id: "w1" } });

  it.each([DEVELOPMENT, PACKAGED])("arrives with class, code, message and data (development: %s)", (mode) => {
    const arrived = travel(declared, mode);
    expect(arrived).toBeInstanceOf(RpcError);
    expect(arrived).toMatchObject({ code: "NOT_FOUND", message: "No workflow w1", data: { id: "w1" } });
  });

  it("shows the remote stack beneath the local one in development", () => {
    const [local, remote] = String(travel(declared).stack).split("\n    ---- remote ----\n");
    expect(local).toContain("RpcError: No workflow w1");
    expect(remote).toBe(declared.stack);
  });

  it("brings no stack from a packaged app", () => {
    expect(errorToWire(declared, PACKAGED)).not.toHaveProperty("stack");
    expect(travel(declared, PACKAGED).stack).not.toContain("remote");
  });

  it("keeps falsy data apart from none", () => {
    for (const data of [null, 0, "", false]) {
      expect(travel(new RpcError("ODD", "", { data })).data).toBe(data);
    }
    expect("data" in errorToWire(new RpcError("ODD", ""), DEVELOPMENT)).toBe(false);
  });

  it("leaves data behind that cannot be cloned, for the code and the message matter more", () => {
    const arrived = travel(new RpcError("ODD", "still here", { data: { save: () => {} } }));
    expect(arrived).toMatchObject({ code: "ODD", message: "still here" });
    expect(arrived.data).toBeUndefined();
  });

  it("arrives from a frozen error", () => {
    expect(travel(Object.freeze(new RpcError("FROZEN", "solid")))).toMatchObject({ code: "FROZEN" });
  });

  it("arrives from a subclass as an RpcError with its members", () => {
    class NotFound extends RpcError {
      constructor() {
        super("NOT_FOUND", "gone", { data: 7 });
      }
    }
    expect(travel(new NotFound(), PACKAGED)).toMatchObject({ code: "NOT_FOUND", message: "gone", data: 7 });
  });
});

describe("a cause", () => {
  const chain = () =>
    new RpcError("OUTER", "outer", {
      cause: new RpcError("MIDDLE", "middle", { data: 1, cause: new TypeError("inner") }),
    });

  it("arrives whole in development, each as what it was", () => {
    const { cause } = travel(chain());
    expect(cause).toBeInstanceOf(RpcError);
    expect(cause).toMatchObject({ code: "MIDDLE", message: "middle", data: 1 });
    expect((cause as RpcError).cause).toBeInstanceOf(Error);
    expect((cause as RpcError).cause).toMatchObject({ name: "TypeError", message: "inner" });
  });

  it("arrives from a packaged app only as far as services declared it", () => {
    const { cause } = travel(chain(), PACKAGED);
    expect(cause).toMatchObject({ code: "MIDDLE", message: "middle" });
    expect((cause as RpcError).cause).toBeUndefined();
  });

  it.each(["a text", { reason: 1 }, 7])("that is no error stays behind, in development too: %p", (cause) => {
    expect(errorToWire(new RpcError("OUTER", "", { cause }), DEVELOPMENT)).not.toHaveProperty("cause");
  });

  it("that leads back to itself ends after a few levels", () => {
    const error = new Error("again");
    error.cause = error;
    let depth = 0;
    for (let at: unknown = travel(error); at instanceof Error; at = at.cause) depth++;
    expect(depth).toBe(9);
  });
});

describe("an error nobody declared", () => {
  it("is INTERNAL with its message and stack in development", () => {
    const error = new TypeError("x is not a function");
    expect(errorToWire(error, DEVELOPMENT)).toEqual({
      code: "INTERNAL",
      name: "TypeError",
      message: "x is not a function",
      stack: error.stack,
    });
  });

  it("is INTERNAL and nothing more from a packaged app", () => {
    const error = new Error("password=hunter2", { cause: new Error("/home/ada") });
    expect(errorToWire(error, PACKAGED)).toEqual({ code: "INTERNAL", message: "Internal error" });
  });

  it.each<[thrown: unknown, message: string]>([
    [undefined, "A handler threw undefined"],
    [null, "A handler threw null"],
    [0, "A handler threw 0"],
    [Number.NaN, "A handler threw NaN"],
    ["", 'A handler threw ""'],
    ["oops", 'A handler threw "oops"'],
    [7n, "A handler threw 7"],
    [Symbol("s"), "A handler threw Symbol(s)"],
    [{ code: "NOT_FOUND" }, "A handler threw an object that is no Error"],
  ])("need not be an error: %p", (thrown, message) => {
    expect(errorToWire(thrown, DEVELOPMENT)).toEqual({ code: "INTERNAL", message });
    expect(errorToWire(thrown, PACKAGED)).toEqual({ code: "INTERNAL", message: "Internal error" });
  });

  it("keeps its message when another realm made it, as Node's own are under jest", () => {
    const aborted = AbortSignal.abort().reason;
    expect(errorToWire(aborted, DEVELOPMENT)).toMatchObject({
      code: "INTERNAL",
      name: "AbortError",
      message: "This operation was aborted",
    });
  });
});

describe("a hostile error is still an answer:", () => {
  const answers = (error: unknown): RpcErrorWire => structuredClone(errorToWire(error, DEVELOPMENT));

  it.each(["message", "name", "stack", "cause"])("its getter %s throws", (member) => {
    const error = Object.defineProperty(new Error("x"), member, {
      get: () => {
        throw new Error("gotcha");
      },
    });
    expect(answers(error)).toEqual({ code: "INTERNAL", message: "Internal error" });
  });

  it.each(["message", "name", "stack"])("its %s is a function", (member) => {
    const error = Object.defineProperty(new Error("x"), member, { value: () => "gotcha" });
    expect(answers(error).code).toBe("INTERNAL");
  });

  it("it is a revoked proxy", () => {
    const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
    revoke();
    expect(answers(proxy)).toEqual({ code: "INTERNAL", message: "Internal error" });
  });
});

describe("an error that another end made up is an RpcError all the same:", () => {
  const arrive = (wire: unknown): RpcError => errorFromWire(wire as RpcErrorWire);

  it.each([undefined, null, 7, "text", true, [], {}, new Map([["code", "ODD"]]), new Error("x")])(
    "%p",
    (wire) => {
      const arrived = arrive(wire);
      expect(arrived).toBeInstanceOf(RpcError);
      expect(arrived.code).toBe("INTERNAL");
      expect(typeof arrived.message).toBe("string");
    },
  );

  it.each([undefined, null, "", "not-found", "toString", "__proto__", 404, 1n, ["NOT_FOUND"], { a: 1 }])(
    "its code is %p",
    (code) => {
      const arrived = arrive({ code, message: "said", data: 1, cause: { code, message: "inner" } });
      expect(arrived).toMatchObject({ code: "INTERNAL", message: "said", data: 1 });
      expect(arrived.cause).toMatchObject({ message: "inner" });
    },
  );

  it.each([undefined, null, 7, ["a"], { toString: 1 }])("its message, name and stack are %p", (text) => {
    const arrived = arrive({ code: "ODD", message: text, stack: text, cause: { name: text, message: text } });
    expect(arrived).toMatchObject({ code: "ODD", message: "The other end sent an error without a message" });
    expect(arrived.stack).not.toContain("remote");
    expect(arrived.cause).toMatchObject({ name: "Error" });
  });

  it.each([null, 7, "text"])("its cause is %p", (cause) => {
    expect(arrive({ code: "ODD", message: "m", cause })).not.toHaveProperty("cause");
  });

  it("its cause leads back to itself", () => {
    const wire: Record<string, unknown> = { code: "ODD", message: "again" };
    wire.cause = wire;
    let depth = 0;
    for (let at: unknown = arrive(wire); at instanceof Error; at = at.cause) depth++;
    expect(depth).toBe(9);
  });

  it("it has members of other names, which are left out", () => {
    const wire = JSON.parse(
      '{"code":"ODD","message":"m","__proto__":{"a":1},"constructor":1,"toString":2,"a":3}',
    );
    const arrived = arrive(wire);
    expect(Object.getPrototypeOf(arrived)).toBe(RpcError.prototype);
    expect(Object.keys(arrived).sort()).toEqual(["code", "name"]);
  });
});
