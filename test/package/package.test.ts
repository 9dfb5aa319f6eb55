import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { PackedPackage } from "./support/packed.js";

const modules = join(import.meta.dirname, "..", "..", "node_modules");
const tool = (file: string) => join(modules, ...file.split("/"));

let packed: PackedPackage;
beforeAll(() => {
  packed = new PackedPackage();
});
afterAll(() => packed?.remove());

describe("the packed package", () => {
  it("gives publint nothing to say", async () => {
    const { messages } = await publint({ pkgDir: packed.folder, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, packed.manifest))).toEqual([]);
  });

  it("gives attw nothing to say", () => {
    const cli = tool("@arethetypeswrong/cli/dist/index.js");
    const { status, stdout } = spawnSync(process.execPath, [cli, packed.tarball, "--profile", "esm-only"], {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    expect({ status, problems: stdout.match(/❌.*/g) }).toEqual({ status: 0, problems: null });
  });

  it("has what its entries need, and neither the app nor the services nor a trace of the build", () => {
    const { files } = packed;
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "package.json", "dist/preload/index.cjs"]));
    const strangers = files.filter((file) => /^dist\/(src\/app|test|scripts)|\.built-from|\.map$/.test(file));
    expect(strangers).toEqual([]);
    expect(files.filter((file) => file.startsWith("dist/services/") && !file.endsWith(".d.ts"))).toEqual([]);
  });

  it("names every module with side effects, so that bundlers keep it", () => {
    const effectful = packed.files.filter(
      (file) => file.endsWith(".js") && /^import\s*["']/m.test(packed.read(file)),
    );
    expect(effectful.length).toBeGreaterThan(0);
    const isNamed = (file: string) =>
      packed.manifest.sideEffects.some((pattern) =>
        pattern.endsWith("/**") ? `./${file}`.startsWith(pattern.slice(0, -2)) : `./${file}` === pattern,
      );
    expect([...effectful, "dist/preload/index.cjs"].filter((file) => !isNamed(file))).toEqual([]);
    expect(["dist/src/renderer/index.js", "dist/src/shared/channels.js"].filter(isNamed)).toEqual([]);
  });
});

describe("the packed preload", () => {
  it("is one file under 1.5 KB that requires electron alone", () => {
    const source = packed.read("dist/preload/index.cjs");
    expect(Buffer.byteLength(source)).toBeLessThan(1500);
    const required: string[] = [];
    const exposed: Record<string, object> = {};
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: object) => Object.assign(exposed, { [name]: api }),
      },
      ipcRenderer: {},
    };
    const require = (name: string) => {
      required.push(name);
      return electron;
    };
    runInNewContext(source, { require });
    expect(required).toEqual(["electron"]);
    expect(Object.keys(exposed.atomitonBridge ?? {})).toEqual(["invoke", "on", "send"]);
  });

  it("is found by its name", () => {
    const require = createRequire(join(packed.project, "app.js"));
    expect(require.resolve("@atomiton/rpc/preload")).toContain(join("dist", "preload", "index.cjs"));
  });
});

describe("the renderer client", () => {
  const bundle = async (entry: string) => {
    const { outputFiles, metafile } = await build({
      stdin: { contents: entry, resolveDir: packed.project },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      metafile: true,
      logLevel: "error",
    });
    const [output] = Object.values(metafile.outputs);
    const kept = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    return { code: outputFiles[0]?.contents ?? new Uint8Array(), inputs: kept.map(([input]) => input) };
  };

  it("is under 7.5 KB minified and gzipped, with none of main's libraries in it", async () => {
    const { code, inputs } = await bundle(
      'import { createRPCClient } from "@atomiton/rpc/renderer"; globalThis.rpc = createRPCClient();',
    );
    const size = gzipSync(code).length;
    expect(size).toBeGreaterThan(500);
    expect(size).toBeLessThan(7.5 * 1024);
    const libraries = /reflect-metadata|inversify|class-validator|class-transformer|msgpackr/;
    expect(inputs.filter((input) => libraries.test(input))).toEqual([]);
    expect(inputs.some((input) => input.includes("renderer/client.js"))).toBe(true);
  });
});

describe("an installed package", () => {
  it("loads in plain Node and carries a call", () => {
    const printed = packed.run(`
      import { RpcDomain, RpcMethod, RpcError } from "@atomiton/rpc";
      import { createContainer, createRpcServer, inProcessTransport } from "@atomiton/rpc/main";
      import { createRPCClient } from "@atomiton/rpc/renderer";
      import { createConductor } from "@atomiton/rpc/conductor";

      class Greeting { greet() { return "Hello"; } fail() { throw new RpcError("NOT_FOUND", "gone"); } }
      for (const name of ["greet", "fail"]) {
        const descriptor = Object.getOwnPropertyDescriptor(Greeting.prototype, name);
        Reflect.defineMetadata("design:paramtypes", [], Greeting.prototype, name);
        RpcMethod()(Greeting.prototype, name, descriptor);
      }
      RpcDomain("greeting")(Greeting);

      const container = createContainer();
      container.bind(Greeting).toSelf();
      const server = createRpcServer({ container });
      const transport = inProcessTransport();
      await server.listen(transport);
      const rpc = createRPCClient({ bridge: transport.connect() });
      console.log(await rpc.greeting.greet());
      await rpc.greeting.fail().catch((error) => console.log(error.code, error instanceof RpcError));
      console.log(typeof createConductor({ rpcClient: rpc }).node.run);
      await server.close();
    `);
    expect(printed).toBe("Hello\nNOT_FOUND true\nfunction\n");
  });

  it("validates DTOs that did not come as a parameter", () => {
    const printed = packed.run(`
      import { DtoValidator, UNSURE } from "@atomiton/rpc/validation";
      import { IsInt } from "class-validator";

      class Point { x; }
      IsInt()(Point.prototype, "x");
      const points = new DtoValidator(Point, { path: "point" });
      console.log(points.accept({ x: 1 }), points.accept({ x: "1" }) === UNSURE);
      await points.read({ x: "1" }).catch((error) => console.log(error.code, error.message));
    `);
    expect(printed).toBe(
      "Point { x: 1 } true\nINVALID_PARAMS Invalid params: point.x: x must be an integer number\n",
    );
  });

  it("brings tests an Electron in memory, with the packed preload in its windows", () => {
    const printed = packed.run(`
      import { createTestApp } from "@atomiton/rpc/testing";
      const app = createTestApp({ modules: [] });
      app.server.router.register("clock.now", () => new Date(0));
      console.log(await app.openWindow().rpc.clock.now());
      await app.close();
    `);
    expect(printed).toBe("1970-01-01T00:00:00.000Z\n");
  });

  it("compiles in a strict TypeScript project", () => {
    packed.link("electron");
    writeFileSync(join(packed.project, "app.mts"), CONSUMER);
    writeFileSync(
      join(packed.project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: "es2022",
          module: "nodenext",
          lib: ["es2023", "dom"],
          types: ["node"],
          experimentalDecorators: true,
          emitDecoratorMetadata: true,
          skipLibCheck: false,
        },
        files: ["app.mts"],
      }),
    );
    const args = [tool("typescript/bin/tsc"), "-p", packed.project];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});

const CONSUMER = `
import { RpcDomain, rpcDomain, RpcMethod } from "@atomiton/rpc";
import { createConductor } from "@atomiton/rpc/conductor";
import { createContainer, createRpcServer, webSocketTransport } from "@atomiton/rpc/main";
import "@atomiton/rpc/preload";
import { createRPCClient } from "@atomiton/rpc/renderer";
import { createTestApp } from "@atomiton/rpc/testing";
import { DtoValidator, UNSURE } from "@atomiton/rpc/validation";
import { ContainerModule } from "inversify";

@RpcDomain("greeting")
class Greeting {
  @RpcMethod()
  async greet(name: string): Promise<string> {
    return name;
  }
}

const modules = [new ContainerModule(rpcDomain(Greeting))];
const container = createContainer();
container.load(...modules);
await createRpcServer({ container }).listen(webSocketTransport({ token: "a token of some length" }));

const rpc = createRPCClient<{ greeting: Greeting }>({ bridge: window.atomitonBridge! });
const text: string = await rpc.greeting.greet("Ada");
// @ts-expect-error a number is no name
await rpc.greeting.greet(1);
class Point { x!: number }
const point = new DtoValidator(Point).accept({ x: 1 });
// @ts-expect-error it may be unsure
point.x;
if (point !== UNSURE) point.x.toFixed();
const value: unknown = (await createConductor().node.run({ id: "test-node" })).outputs.value;
createTestApp<{ greeting: Greeting }>({ modules }).openWindow().rpc.greeting.greet(text + String(value));
`;
