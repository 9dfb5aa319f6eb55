import { createFakeElectron, type SandboxedElectron } from "../../src/testing/electron/index.js";
import { turns } from "./electron-talking-app.js";

type Renderer = SandboxedElectron["ipcRenderer"];

/** An app with one window, and that window's own `ipcRenderer`. */
function setUp() {
  const electron = createFakeElectron();
  let renderer: Renderer | undefined;
  const window = electron.openWindow({
    preload: ({ ipcRenderer }) => {
      renderer = ipcRenderer;
    },
  });
  if (!renderer) throw new Error("the preload did not run");
  return { electron, window, renderer, ipcMain: electron.ipcMain };
}

/** "pending", or what the promise came to, after every hop that could settle it. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  let state: unknown = "pending";
  promise.then(
    (value) => {
      state = { value };
    },
    (error: Error) => {
      state = { error: error.message };
    },
  );
  await turns();
  return state;
}

describe("ipcMain", () => {
  it("refuses a second handler for a channel", () => {
    const { ipcMain } = setUp();
    ipcMain.handle("x", () => 1);
    expect(() => ipcMain.handle("x", () => 2)).toThrow("Attempted to register a second handler for 'x'");
  });

  it("refuses a handler that is no function", () => {
    const { ipcMain } = setUp();
    const notAFunction = 5 as unknown as () => void;
    expect(() => ipcMain.handle("x", notAFunction)).toThrow(
      new TypeError("Expected handler to be a function, but found type 'number'"),
    );
  });

  it("forgets a handler that was removed or was for one call", async () => {
    const { ipcMain, renderer } = setUp();
    ipcMain.handleOnce("once", () => "first");
    ipcMain.handle("removed", () => "never");
    ipcMain.removeHandler("removed");
    expect(await renderer.invoke("once")).toBe("first");
    for (const channel of ["once", "removed"]) {
      await expect(renderer.invoke(channel)).rejects.toThrow(
        `Error invoking remote method '${channel}': Error: No handler registered for '${channel}'`,
      );
    }
  });

  it("takes a channel named error", async () => {
    const { ipcMain, renderer, electron } = setUp();
    const received: unknown[] = [];
    ipcMain.on("error", (_event, value) => received.push(value));
    renderer.send("error", 1);
    await turns();
    expect(received).toEqual([1]);
    expect(electron.log).toEqual([]);
  });
});

describe("invoke", () => {
  it("resolves with the handler's result, sync or async", async () => {
    const { ipcMain, renderer } = setUp();
    ipcMain.handle("sum", (_event, left: number, right: number) => left + right);
    ipcMain.handle("later", async (_event, value: unknown) => value);
    expect(await renderer.invoke("sum", 1, 2)).toBe(3);
    expect(await renderer.invoke("later", { deep: [1] })).toEqual({ deep: [1] });
  });

  it("turns a throw into a plain Error with the text of the original", async () => {
    const { ipcMain, renderer, electron } = setUp();
    class NotFound extends Error {
      override name = "NotFound";
      code = "NOT_FOUND";
    }
    ipcMain.handle("x", () => {
      throw new NotFound("no such node");
    });
    const error: Error = await renderer.invoke("x").then(
      () => new Error("resolved"),
      (reason: Error) => reason,
    );
    expect(error.message).toBe("Error invoking remote method 'x': NotFound: no such node");
    expect(error.name).toBe("Error");
    expect(Object.keys(error)).toEqual([]);
    expect(electron.log).toMatchObject([
      { process: "main", kind: "error", message: "Error occurred in handler for 'x':" },
    ]);
  });

  it.each([
    ["0", 0, { error: "Error invoking remote method 'x': 0" }],
    ["false", false, { error: "Error invoking remote method 'x': false" }],
    ["a plain object", {}, { error: "Error invoking remote method 'x': [object Object]" }],
    ["an empty string, which reads as success", "", { value: undefined }],
    ["an empty list, which reads as success", [], { value: undefined }],
  ])("rejected with %s", async (_name, reason, expected) => {
    const { ipcMain, renderer } = setUp();
    ipcMain.handle("x", () => Promise.reject(reason));
    expect(await outcome(renderer.invoke("x"))).toEqual(expected);
  });

  it.each([undefined, null, Object.create(null) as object])(
    "never answers a rejection without toString (%p)",
    async (reason) => {
      const { ipcMain, renderer, electron } = setUp();
      ipcMain.handle("x", () => Promise.reject(reason));
      expect(await outcome(renderer.invoke("x"))).toBe("pending");
      expect(electron.log.map(({ kind }) => kind)).toEqual(["error", "uncaught"]);
    },
  );

  it("answers such a call only when main's garbage is collected", async () => {
    const { ipcMain, renderer, electron } = setUp();
    ipcMain.handle("x", () => Promise.reject(undefined));
    const call = renderer.invoke("x");
    await turns();
    electron.collectGarbage();
    await expect(call).rejects.toThrow("Error invoking remote method 'x': reply was never sent");
  });

  it("never answers with a result that cannot be cloned, and prints why", async () => {
    const { ipcMain, renderer, electron } = setUp();
    ipcMain.handle("x", () => ({ save: () => {} }));
    expect(await outcome(renderer.invoke("x"))).toBe("pending");
    expect(electron.log).toMatchObject([
      {
        message: "Error occurred in handler for 'x':",
        detail: { message: "An object could not be cloned." },
      },
    ]);
    electron.collectGarbage();
    expect(await outcome(renderer.invoke("x"))).toBe("pending");
  });

  it("never settles once its document is gone", async () => {
    const { ipcMain, window, renderer } = setUp();
    ipcMain.handle("x", () => window.reload());
    expect(await outcome(renderer.invoke("x"))).toBe("pending");
    expect(await outcome(renderer.invoke("x"))).toEqual({
      error: "IPC method called after context was released",
    });
  });

  it("rejects arguments that cannot be cloned, and sends nothing", async () => {
    const { ipcMain, renderer } = setUp();
    let called = false;
    ipcMain.handle("x", () => {
      called = true;
    });
    await expect(renderer.invoke("x", () => {})).rejects.toThrow("An object could not be cloned.");
    await turns();
    expect(called).toBe(false);
  });
});

describe("send", () => {
  it("throws at once what cannot be cloned", () => {
    const { renderer } = setUp();
    expect(() => renderer.send("x", Symbol("no"))).toThrow("An object could not be cloned.");
  });

  it("reaches 'ipc-message' of the web contents before ipcMain", async () => {
    const { ipcMain, window, renderer } = setUp();
    const seen: string[] = [];
    ipcMain.on("x", () => seen.push("ipcMain"));
    window.webContents.on("ipc-message", (_event, channel) => seen.push(`ipc-message ${channel}`));
    renderer.send("x");
    await turns();
    expect(seen).toEqual(["ipc-message x", "ipcMain"]);
  });

  it("leaves a listener's throw to nobody", async () => {
    const { ipcMain, renderer, electron } = setUp();
    ipcMain.on("x", () => {
      throw new Error("unseen");
    });
    renderer.send("x");
    await turns();
    expect(electron.log).toMatchObject([{ process: "main", kind: "uncaught", message: "Error: unseen" }]);
  });
});

describe("delivery", () => {
  it("never happens on the stack of the sender", async () => {
    const { ipcMain, renderer } = setUp();
    const seen: string[] = [];
    ipcMain.on("x", () => seen.push("delivered"));
    renderer.send("x");
    await Promise.resolve();
    seen.push("sent");
    await turns();
    expect(seen).toEqual(["sent", "delivered"]);
  });

  it("keeps the order of sends and invokes of a frame", async () => {
    const { ipcMain, renderer } = setUp();
    const received: number[] = [];
    ipcMain.handle("invoke", (_event, index: number) => received.push(index));
    ipcMain.on("send", (_event, index: number) => received.push(index));
    const sent = Array.from({ length: 100 }, (_, index) => index);
    await Promise.all(
      sent.map((index) =>
        index % 3 === 0 ? renderer.send("send", index) : renderer.invoke("invoke", index),
      ),
    );
    expect(received).toEqual(sent);
  });

  it("keeps the order of messages to a frame", async () => {
    const { window, renderer } = setUp();
    const received: number[] = [];
    renderer.on("tick", (_event, index: number) => received.push(index));
    for (let index = 0; index < 100; index++) window.webContents.send("tick", index);
    expect(received).toEqual([]);
    await turns();
    expect(received).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it("brings messages of main with the emitting ipcRenderer as sender", async () => {
    const { window, renderer } = setUp();
    const senders: unknown[] = [];
    renderer.on("tick", (event) => senders.push(event.sender, event.ports));
    window.webContents.send("tick");
    await turns();
    expect(senders).toEqual([renderer, []]);
  });
});
