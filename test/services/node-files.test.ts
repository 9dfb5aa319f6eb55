import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Workspace } from "../../services/node/workspace.js";
import { rejection } from "./support/rejection.js";
import { nodesWith, runNode } from "./support/run-node.js";
import { tempDir } from "./support/temp-dir.js";

let outside: string;
let directory: string;
let run: ReturnType<typeof nodesWith>;

const read = (file: string, parameters: object = {}) =>
  run("file-read", { parameters: { path: file, ...parameters } });
const write = (file: string, content: unknown = "new", rest: { signal?: AbortSignal } = {}) =>
  run("file-write", { inputs: { content }, parameters: { path: file }, ...rest });
const textAt = (...parts: string[]) => readFileSync(path.join(...parts), "utf8");

beforeEach(() => {
  outside = tempDir();
  writeFileSync(path.join(outside, "secret.txt"), "secret");
  mkdirSync(path.join(outside, "folder"));
  directory = path.join(outside, "workspace");
  mkdirSync(path.join(directory, "sub"), { recursive: true });
  writeFileSync(path.join(directory, "a.txt"), "\ufeffgrüß dich 👋");
  run = nodesWith((container) => container.bind(Workspace).toConstantValue({ directory }));
});

describe("reading", () => {
  it("gives text or bytes", async () => {
    expect(await read("a.txt")).toEqual({ content: "grüß dich 👋", size: 19 });
    const { content } = await read("sub/../a.txt", { encoding: "bytes" });
    expect(content).toEqual(new Uint8Array(readFileSync(path.join(directory, "a.txt"))));
  });

  it("takes the path as an input too", async () => {
    expect(await run("file-read", { inputs: { path: "a.txt" } })).toMatchObject({ size: 19 });
  });

  it("refuses bytes as text, and more than the limit", async () => {
    await write("bytes", new Uint8Array([0xff]));
    expect(await rejection(read("bytes"))).toMatchObject({ code: "FILE_ERROR" });
    expect(await read("a.txt", { maxBytes: 19 })).toMatchObject({ size: 19 });
    expect(await rejection(read("a.txt", { maxBytes: 18 }))).toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      data: { limit: 18 },
    });
  });

  it("says what there is not, without saying where", async () => {
    const error = await rejection(read("sub/none.txt"));
    expect(error).toMatchObject({
      code: "NOT_FOUND",
      message: 'Cannot read "sub/none.txt": there is no such file',
    });
  });

  it("reads no folder and no named pipe", async () => {
    expect(await rejection(read("sub"))).toMatchObject({ code: "FILE_ERROR" });
    if (process.platform === "win32") return;
    execFileSync("mkfifo", [path.join(directory, "pipe")]);
    expect(await rejection(read("pipe"))).toMatchObject({ code: "FILE_ERROR" });
  });
});

const onLinux = process.platform === "linux" ? it : it.skip;

onLinux("no file stays open, be it read, refused or too large", async () => {
  const open = () => readdirSync("/proc/self/fd").length;
  await read("a.txt");
  const before = open();
  for (let n = 0; n < 20; n++) {
    await read("a.txt");
    await rejection(read("a.txt", { maxBytes: 1 }));
    await rejection(read("sub"));
  }
  expect(open()).toBeLessThan(before + 20);
});

describe("writing", () => {
  it("makes a file and its folders", async () => {
    expect(await write("x/y/b.txt", "é")).toEqual({ path: "x/y/b.txt", size: 2 });
    expect(textAt(directory, "x/y/b.txt")).toBe("é");
  });

  it("replaces a file, and leaves nothing else", async () => {
    await write("a.txt", new TextEncoder().encode("new"));
    expect(textAt(directory, "a.txt")).toBe("new");
    expect(readdirSync(directory).sort()).toEqual(["a.txt", "sub"]);
  });

  it("leaves what was there when it fails or is stopped", async () => {
    expect(await rejection(write("sub"))).toMatchObject({ code: "FILE_ERROR" });
    const abort = new AbortController();
    const stopped = write("a.txt", "x".repeat(1e7), { signal: abort.signal });
    abort.abort(new Error("enough"));

    await expect(stopped).rejects.toThrow("enough");
    expect(textAt(directory, "a.txt")).toContain("grüß dich");
    expect(readdirSync(directory).sort()).toEqual(["a.txt", "sub"]);
  });

  it("writes at the same time into folders that are not there yet", async () => {
    const names = Array.from({ length: 20 }, (_, n) => `new/deep/${n}.txt`);
    await Promise.all(names.map((name) => write(name, name)));
    for (const name of names) expect(textAt(directory, name)).toBe(name);
  });

  it("makes the workspace when it is missing", async () => {
    directory = path.join(outside, "later", "workspace");
    run = nodesWith((container) => container.bind(Workspace).toConstantValue({ directory }));
    await write("b.txt");
    expect(textAt(directory, "b.txt")).toBe("new");
  });

  it.each([undefined, 42, { a: 1 }])("writes no %p", async (content) => {
    expect(await rejection(run("file-write", { inputs: { content } }))).toMatchObject({
      code: "INVALID_PARAMS",
    });
  });
});

it("uses no files where there is no workspace", async () => {
  for (const type of ["file-read", "file-write"]) {
    const call = runNode(type, { inputs: { content: "x" }, parameters: { path: "a.txt" } });
    expect(await rejection(call)).toMatchObject({ code: "UNAVAILABLE" });
  }
});
