import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { transformFile } from "@swc/core";
import { build, type Plugin } from "esbuild";
import { TOKEN } from "./json-rpc-server.js";

const root = join(import.meta.dirname, "..", "..");

/** esbuild emits none, and without it the services cannot be served. */
const decoratorMetadata: Plugin = {
  name: "decorator-metadata",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const { code } = await transformFile(path, {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
      });
      return { contents: code, loader: "js" };
    });
  },
};

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "json-rpc-child-main.ts")],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    plugins: [decoratorMetadata],
    write: false,
  });
  return outputFiles[0]?.text as string;
}

/** A server in processes of its own, one after the other on the same port. */
export class ChildServer {
  #script: Promise<string> | undefined;
  #process: ChildProcess | undefined;
  #port = "0";
  url = "";

  /** @param allowedOrigins Of pages it serves besides its own. */
  constructor(readonly allowedOrigins: readonly string[] = []) {}

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** @throws Error when the process ends without listening. */
  async start(): Promise<void> {
    this.#script ??= bundle();
    const script = await this.#script;
    const args = ["--input-type=module", "-", this.#port, TOKEN, ...this.allowedOrigins];
    // In the project, where Node finds its packages.
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(script);
    this.#process = child;
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const { value } = await lines.next();
    if (value === undefined) throw new Error("The server did not start");
    this.url = value;
    this.#port = new URL(value).port;
  }

  /** SIGKILL leaves it no time for a word; on SIGTERM it closes its server. */
  async stop(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    if (child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}
