import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const entry = fileURLToPath(new URL("../../src/renderer/index.ts", import.meta.url));

/** What a page's bundler keeps of the package for one import. */
async function bundled(name: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${name} } from ${JSON.stringify(entry)};`, resolveDir: process.cwd() },
    bundle: true,
    format: "esm",
    metafile: true,
    minify: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
}

const isOfTheSocket = (path: string) => /websocket|msgpack|codec|json-rpc/.test(path);

it("a page that does not connect by WebSocket carries nothing of it", async () => {
  expect((await bundled("createRPCClient")).filter(isOfTheSocket)).toEqual([]);
});

it("a page that does carries it", async () => {
  expect((await bundled("connectWebSocket")).some(isOfTheSocket)).toBe(true);
});
