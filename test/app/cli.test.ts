import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { connectWebSocket, createRPCClient } from "../../src/renderer/index.js";
import { AppRunner } from "./support/app-runner.js";
import type { Ended } from "./support/run-app.js";

const TOKEN = "a-token-for-the-tests";
const runner = new AppRunner();

/** One line on stderr for the user, and no stack. */
function expectOneLine({ stderr }: Ended, text: string): void {
  expect(stderr).toContain(text);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
}

async function call(url: string): Promise<{ rpc: ReturnType<typeof client>; close: () => void }> {
  const { host, hash } = new URL(url);
  const token = hash.replace("#token=", "");
  const bridge = connectWebSocket({ url: `ws://${host}/rpc`, token, WebSocket });
  await bridge.ready;
  return { rpc: client(bridge), close: () => bridge.close() };
}

const client = (bridge: ReturnType<typeof connectWebSocket>) => createRPCClient<AtomitonAPI>({ bridge });

describe("the command line", () => {
  it("lists every flag with --help", async () => {
    const { code, stdout, stderr } = await runner.run("--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const flag of [
      "--web",
      "--port N",
      "--token T",
      "--no-open",
      "--data-dir D",
      "--help",
      "--version",
    ]) {
      expect(stdout).toContain(flag);
    }
  });

  it("prints the version with --version", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(await runner.run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    [["--prot", "80"], "Unknown option '--prot'"],
    [["--port", "eighty"], '--port needs a number from 0 to 65535, not "eighty"'],
    [["--port", "65536"], '--port needs a number from 0 to 65535, not "65536"'],
    [["--port"], "'--port <value>' argument missing"],
    [["--web=yes"], "'--web' does not take an argument"],
    [["--token", "short"], "--token needs at least 16 characters"],
    [["--token", "with a space in the middle"], "of letters, digits and - _ . ~ only"],
    [["--data-dir", ""], "--data-dir needs a folder"],
    [["file.json"], "Unexpected argument 'file.json'"],
  ])("refuses %j in one line", async (args, text) => {
    const ended = await runner.run(...args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expectOneLine(ended, text);
    expectOneLine(ended, "--help");
  });
});

describe("what cannot be had", () => {
  it("says that a port is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    try {
      const ended = await runner.run("--no-open", "--data-dir", runner.tempDir(), "--port", String(port));
      expect(ended.code).toBe(1);
      expectOneLine(ended, `Port ${port} is in use`);
    } finally {
      other.close();
    }
  });

  it("says that a folder cannot hold data", async () => {
    const file = join(runner.tempDir(), "file");
    writeFileSync(file, "");
    const ended = await runner.run("--web", "--no-open", "--port", "0", "--data-dir", join(file, "data"));
    expect(ended.code).toBe(1);
    expectOneLine(ended, join(file, "data"));
  });

  // Only Linux has such a place, from which Node's recursive mkdir does not come back.
  if (process.platform === "linux") {
    it("says that a folder cannot be made", async () => {
      const ended = await runner.run(
        "--web",
        "--no-open",
        "--port",
        "0",
        "--data-dir",
        "/proc/atomiton/data",
      );
      expect(ended.code).toBe(1);
      expectOneLine(ended, "/proc/atomiton/data");
    });
  }

  it("says that another Atomiton has the data, until that one ends, however it does", async () => {
    const args = ["--no-open", "--port", "0", "--data-dir", runner.tempDir()];
    const first = runner.start(args);
    const url = await first.url;
    const refused = await runner.run(...args);
    expect(refused.code).toBe(1);
    expectOneLine(refused, "it is in use by another Atomiton; end that one or choose another --data-dir");
    expect((await fetch(url)).status).toBe(200);

    await first.stop("SIGKILL");
    expect(await runner.start(args).url).toMatch(/^http:/);
  });
});

describe("web-only mode", () => {
  it("says that it runs and why, and prints the address with the token that was asked for", async () => {
    const app = runner.startWeb("--token", TOKEN);
    const url = await app.url;
    const { stdout, stderr } = await app.stop();
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/#token=${TOKEN}$`));
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^Atomiton \S+ runs in web-only mode: it was asked for\.$/),
      url,
      "",
    ]);
    expect(stderr).toBe("");
  });

  it("serves on the port that was asked for", async () => {
    const app = runner.startWeb();
    const { port } = new URL(await app.url);
    await app.stop();
    const same = runner.start(["--no-open", "--data-dir", runner.tempDir(), "--port", port]);
    expect(new URL(await same.url).port).toBe(port);
  });

  it("makes a new token each time, and takes a free port when the usual one is taken", async () => {
    const start = () => runner.start(["--web", "--no-open", "--data-dir", runner.tempDir()]).url;
    const urls = [await start(), await start()].map((url) => new URL(url));
    expect(new Set(urls.map(({ port }) => port)).size).toBe(2);
    expect(new Set(urls.map(({ hash }) => hash)).size).toBe(2);
    for (const { hash } of urls) expect(hash).toMatch(/^#token=[\w-]{32}$/);
  });

  it("keeps data in the platform's place when it is told no other", async () => {
    const home = runner.tempDir();
    const places = { HOME: home, USERPROFILE: home, APPDATA: home, XDG_DATA_HOME: undefined };
    await runner.start(["--web", "--no-open", "--port", "0"], places).url;
    const files = readdirSync(home, { recursive: true, encoding: "utf8" });
    expect(files.some((file) => file.endsWith(join("Atomiton", "atomiton.db")))).toBe(true);
  });

  it("executes a node in the bundled main code, decorator metadata and all", async () => {
    const { rpc, close } = await call(await runner.startWeb().url);
    const result = await rpc.node.execute({ nodeId: "test-node", inputs: { value: 42 } });
    expect(result).toMatchObject({ success: true, outputs: { value: 42 } });
    await expect(rpc.node.execute({ nodeId: 1 } as never)).rejects.toMatchObject({ code: "INVALID_PARAMS" });
    close();
  });
});

// Windows has no signals: a process there is ended without being asked.
if (process.platform !== "win32") {
  describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
    it("closes the sockets, the port and the database, and ends with 0", async () => {
      const dataDir = runner.tempDir();
      const app = runner.start(["--no-open", "--port", "0", "--data-dir", dataDir]);
      const url = await app.url;
      const { rpc } = await call(url);
      await rpc.storage.set("kept", new Date(0));
      const pending = rpc.node.execute({
        nodeId: "slow",
        type: "transform",
        parameters: { expression: "($f := function($n) { $n > 0 ? $f($n - 1) : 0 }; $f(100000000))" },
      });
      const settled = expect(pending).rejects.toMatchObject({ code: "UNAVAILABLE" });
      await rpc.system.health();

      expect(await app.stop(signal)).toMatchObject({ code: 0, stderr: "" });
      await settled;
      await expect(fetch(url)).rejects.toThrow("fetch failed");
      // Closing moves what was written from SQLite's log into the one file.
      expect(statSync(join(dataDir, "atomiton.db-wal"), { throwIfNoEntry: false })?.size ?? 0).toBe(0);

      const again = runner.start(["--no-open", "--port", "0", "--data-dir", dataDir]);
      const next = await call(await again.url);
      expect(await next.rpc.storage.get("kept")).toEqual(new Date(0));
      next.close();
    });
  });
}
