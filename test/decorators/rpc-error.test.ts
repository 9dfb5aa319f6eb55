import { jest } from "@jest/globals";
import { RpcError } from "../../decorators/index.js";

class NotFound extends RpcError {
  constructor(id: string) {
    super("NOT_FOUND", `No ${id}`, { data: { id } });
  }
}

/** The class as a second copy of the package would bring it. */
async function secondCopy(): Promise<typeof RpcError> {
  let copy: typeof RpcError | undefined;
  await jest.isolateModulesAsync(async () => {
    copy = (await import("../../decorators/rpc-error.js")).RpcError;
  });
  if (copy === undefined) throw new Error("the module did not load");
  return copy;
}

describe("RpcError", () => {
  it("has a name, a code, a message and a stack that begins where it was made", () => {
    const error = new RpcError("CONFLICT", "Saved by another window");
    expect(error).toMatchObject({ name: "RpcError", code: "CONFLICT", message: "Saved by another window" });
    expect(String(error)).toBe("RpcError: Saved by another window");
    expect(error).toBeInstanceOf(Error);
  });

  it("carries data and a cause when they are given", () => {
    const cause = new Error("disk full");
    const error = new RpcError("NOT_SAVED", "Not saved", { data: { path: "a.json" }, cause });
    expect(error.data).toEqual({ path: "a.json" });
    expect(error.cause).toBe(cause);
  });

  it("has neither member when none was given, though null is a value", () => {
    const error = new RpcError("NOT_SAVED", "Not saved");
    expect("data" in error).toBe(false);
    expect("cause" in error).toBe(false);
    expect(new RpcError("NOT_SAVED", "Not saved", { data: null, cause: null })).toMatchObject({
      data: null,
      cause: null,
    });
  });

  it.each(["", "notFound", "NOT-FOUND", "1ST", "_PRIVATE", "ÄRGER", 7, undefined])(
    "refuses %j as a code",
    (code) => {
      expect(() => new RpcError(code as string, "")).toThrow(TypeError);
      expect(() => new RpcError(code as string, "")).toThrow("is not upper case");
    },
  );

  it("has a cause that is undefined where one was given, and none where none was", () => {
    expect("cause" in new RpcError("ODD", "", { cause: undefined })).toBe(true);
    expect("cause" in new RpcError("ODD", "")).toBe(false);
  });

  it("shows its name and code, and its data where it has any, as properties of its own", () => {
    const shown = (error: RpcError) => Reflect.ownKeys({ ...error });
    expect(shown(new RpcError("ODD", ""))).toEqual(["name", "code"]);
    expect(shown(new RpcError("ODD", "", { data: 1 }))).toEqual(["name", "code", "data"]);
  });

  it("knows its subclasses, and they know only themselves", () => {
    expect(new NotFound("w1")).toBeInstanceOf(RpcError);
    expect(new NotFound("w1")).toBeInstanceOf(NotFound);
    expect(new RpcError("NOT_FOUND", "")).not.toBeInstanceOf(NotFound);
  });

  it("recognizes errors of a second copy of the package, both ways", async () => {
    const Other = await secondCopy();
    expect(Other).not.toBe(RpcError);
    expect(new Other("NOT_FOUND", "")).toBeInstanceOf(RpcError);
    expect(new RpcError("NOT_FOUND", "")).toBeInstanceOf(Other);
    expect(new NotFound("w1")).toBeInstanceOf(Other);
  });

  it.each([null, undefined, "RpcError", {}, { code: "NOT_FOUND" }, new Error("x")])(
    "does not take %p for one of its own",
    (value) => {
      expect(value instanceof RpcError).toBe(false);
    },
  );

  it("is not recognized by a property that data could bring", () => {
    const pretender = JSON.parse('{"name":"RpcError","code":"FORBIDDEN","message":""}');
    expect(pretender instanceof RpcError).toBe(false);
  });
});
