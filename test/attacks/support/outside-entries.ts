import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sample } from "../../support/sized.js";
import { HOSTILE_NAMES } from "./hostile-names.js";
import { having, type NameEntry } from "./name-entry.js";

/** A server that answers with a header of the name in its query, and tells the headers that it was sent. */
export async function serveHeaders(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://host").searchParams.get("name") ?? "none";
    response.setHeader(name, "from the server");
    response.removeHeader("date");
    const sent = request.rawHeaders.filter((_, at) => at % 2 === 0).map((header) => header.toLowerCase());
    response.setHeader("transfer-encoding", "chunked");
    response.end(JSON.stringify({ sent, ...having(name, { a: 1 }) }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

/** Where a name comes back from a machine or an engine outside: HTTP and scripts. */
export const outsideEntries = (server: () => Server): NameEntry[] => [
  {
    title: "a header of a response, and a key of its body",
    // A header's name is lower-case.
    names: HOSTILE_NAMES.filter((name) => name === name.toLowerCase()),
    async attack(scene, name) {
      await scene.call("storage.set", ["settings.network", { allowPrivate: true }]);
      const url = `http://127.0.0.1:${(server().address() as AddressInfo).port}/?name=${name}`;
      const asked = await scene.nodes(
        ["http-request", { url, format: "json" }],
        ["http-request", { url, format: "json", headers: having(name, "from the client") }],
      );
      return [asked, await scene.call("storage.delete", ["settings.network"])];
    },
  },
  {
    title: "inputs and results of a script",
    // Each name takes three engines.
    names: sample(HOSTILE_NAMES, 8),
    attack: (scene, name) =>
      scene.nodes(
        [
          "script",
          { code: `return Object.keys(inputs.deep).concat(Object.hasOwn(inputs, "${name}"))` },
          { deep: having(name, 1) },
        ],
        ["script", { code: `return JSON.parse('{"${name}": {"a": 1}}')` }],
        ["script", { code: `throw Object.assign(new Error("thrown"), { name: "${name}" })` }],
      ),
  },
];
