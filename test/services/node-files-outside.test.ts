import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WorkspaceFiles } from "../../services/node/files/workspace-files.js";
import { Workspace } from "../../services/node/workspace.js";
import { rejection } from "./support/rejection.js";
import { nodesWith } from "./support/run-node.js";
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

describe("the workspace cannot be left", () => {
  const expectRefused = async (file: string) => {
    expect(await rejection(read(file))).toMatchObject({ code: "FORBIDDEN" });
    expect(await rejection(write(file))).toMatchObject({ code: "FORBIDDEN" });
    expect(textAt(outside, "secret.txt")).toBe("secret");
    expect(readdirSync(path.join(outside, "folder"))).toEqual([]);
  };
  const link = (target: string, ...at: string[]) => symlinkSync(target, path.join(directory, ...at));

  it.each([
    "",
    ".",
    "..",
    "sub/..",
    "../secret.txt",
    "sub/../../secret.txt",
    "./../workspace/../secret.txt",
    "../workspace-2/a.txt",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "C:win.ini",
    "\\\\server\\share\\file",
    "a.txt\0",
    "\0../secret.txt",
  ])("by the path %j", expectRefused);

  it("by an absolute path, even into itself", async () => {
    await expectRefused(path.join(directory, "a.txt"));
    await expectRefused(path.join(outside, "secret.txt"));
  });

  it("by a link to a file", async () => {
    link("../secret.txt", "relative");
    link(path.join(outside, "secret.txt"), "absolute");
    link("absolute", "twice");
    for (const name of ["relative", "absolute", "twice"]) await expectRefused(name);
  });

  it("by a link to a folder", async () => {
    link("..", "up");
    link(path.join(outside, "folder"), "sub", "folder");
    link("sub/folder", "twice");
    for (const name of ["up/secret.txt", "up/new.txt", "sub/folder/new/new.txt", "twice/new.txt", "up"]) {
      await expectRefused(name);
    }
  });

  it("by a link to what is not there", async () => {
    link("../folder/new.txt", "dangling");
    link("../folder/new", "sub-dangling");
    await expectRefused("dangling");
    await expectRefused("sub-dangling/new.txt");
  });

  it("by a link in a circle", async () => {
    link("circle", "circle");
    const endless = { code: "FILE_ERROR", data: { code: "ELOOP" } };
    expect(await rejection(read("circle"))).toMatchObject(endless);
    expect(await rejection(write("circle"))).toMatchObject(endless);
  });

  it("by a folder that becomes a link while a file is read", async () => {
    const at = (name: string) => path.join(directory, name);
    mkdirSync(at("folder"));
    writeFileSync(at("folder/secret.txt"), "inside");
    symlinkSync(outside, at("link"));
    let reading = true;
    const swapping = (async () => {
      while (reading) {
        renameSync(at("folder"), at("aside"));
        renameSync(at("link"), at("folder"));
        await new Promise(setImmediate);
        renameSync(at("folder"), at("link"));
        renameSync(at("aside"), at("folder"));
        await new Promise(setImmediate);
      }
    })();
    const found = new Set<unknown>();
    for (let n = 0; n < 500; n++) {
      const outcome = read("folder/secret.txt");
      found.add(
        await outcome.then(
          ({ content }) => content,
          ({ code }) => code,
        ),
      );
    }
    reading = false;
    await swapping;

    expect(found).not.toContain("secret");
  });

  it("by a folder that becomes a link while a file in it is written", async () => {
    const files = new WorkspaceFiles({ directory });
    async function* content() {
      yield "secret";
      // The temporary file is there by now, and not yet in its place.
      renameSync(path.join(directory, "sub"), path.join(directory, "moved"));
      symlinkSync(path.join(outside, "folder"), path.join(directory, "sub"));
    }
    const { signal } = new AbortController();
    const written = files.write("sub/stolen.txt", content() as unknown as string, signal);
    expect(await rejection(written)).toMatchObject({ code: "FORBIDDEN" });
    expect(readdirSync(path.join(outside, "folder"))).toEqual([]);
  });

  it("though links within it are followed", async () => {
    link("sub", "link");
    link("a.txt", "alias");
    await write("link/b.txt");
    await write("alias");
    expect(textAt(directory, "sub/b.txt")).toBe("new");
    expect(textAt(directory, "a.txt")).toBe("new");
    expect(await read("link/b.txt")).toMatchObject({ content: "new" });
  });

  it("though it may itself be reached by a link", async () => {
    const linked = path.join(outside, "linked");
    symlinkSync(directory, linked);
    run = nodesWith((container) => container.bind(Workspace).toConstantValue({ directory: linked }));
    await write("sub/b.txt");
    expect(textAt(directory, "sub/b.txt")).toBe("new");
    await expectRefused("../secret.txt");
  });
});
