import { type Mutation, mutationsOf } from "../mutation.js";

/** HTTP requests: redirects, private addresses, sizes. */
export const servicesHttp: readonly Mutation[] = [
  ...mutationsOf(
    "services/node/http/exchange.ts",
    ["test/services/http-exchange.test.ts", "test/services/node-http-request.test.ts"],
    [
      [
        "an HTTPS to HTTP redirect is followed",
        'if (request.url.protocol === "https:" && url.protocol !== "https:") {',
        'if (request.url.protocol === "ftp:") {',
      ],
      ["the redirect limit is one less", "redirects <= MAX_REDIRECTS", "redirects < MAX_REDIRECTS"],
      ["the redirect limit is one more", "redirects <= MAX_REDIRECTS", "redirects <= MAX_REDIRECTS + 1"],
      [
        "secrets go to another origin",
        "if (url.origin !== request.url.origin) for",
        'if (url.origin === "") for',
      ],
      [
        "a POST is repeated after 302",
        'status < 303 && request.method === "POST"',
        'status < 302 && request.method === "POST"',
      ],
      [
        "a body's type goes on without the body",
        'for (const name of ["content-type", "content-language", "content-encoding"]) headers.delete(name);',
        "",
      ],
      ["308 is no redirect", "[301, 302, 303, 307, 308]", "[301, 302, 303, 307]"],
      [
        "a redirect may lead to any protocol",
        'if (url?.protocol === "http:" || url?.protocol === "https:") return url;',
        "if (url !== undefined) return url;",
      ],
      ["a redirect's answer stays open", "    await response.body?.cancel();\n", ""],
    ],
  ),
  ...mutationsOf(
    "services/node/http/guarded-agent.ts",
    ["test/services/node-http-private.test.ts"],
    [
      [
        "an address in the URL is not looked at",
        "if (isIP(host) !== 0 && !permitted(host))",
        "if (isIP(host) === 9 && !permitted(host))",
      ],
      [
        "a name that leads to a private address is asked",
        "if (refused !== undefined) return callback(refusal",
        "if (refused === null) return callback(refusal",
      ],
      [
        "only the first address of a name is looked at",
        "addresses.find(({ address }) => !permitted(address))",
        "addresses.slice(0, 1).find(({ address }) => !permitted(address))",
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/http/public-address.ts",
    ["test/services/node-public-address.test.ts"],
    [
      ["a private network is public", '  ["172.16.0.0", 12],\n', ""],
      ["cloud metadata is public", '  ["169.254.0.0", 16],\n', ""],
      ["an IPv4 address in IPv6 is public", '  ["2002::", 16],\n', ""],
      [
        "what is no address is public",
        "    default:\n      return false;",
        "    default:\n      return true;",
      ],
      ["every IPv6 address is public", 'return global.check(address, "ipv6") && !special', "return !special"],
    ],
  ),
  ...mutationsOf(
    "services/node/http/read-body.ts",
    ["test/services/node-http-request.test.ts"],
    [
      ["an answer may be of any size", "if (size > maxBytes) {", "if (size > maxBytes * 1_000) {"],
      ["the size of an answer is off by one", "if (size > maxBytes) {", "if (size >= maxBytes) {"],
    ],
  ),
  ...mutationsOf(
    "services/node/http/request-content.ts",
    ["test/services/http-exchange.test.ts", "test/services/node-http-request.test.ts"],
    [
      ["a caller sets the host", '  "host",\n', ""],
      [
        "the case of a header hides it",
        "NOT_FOR_CALLERS.has(name.toLowerCase())",
        "NOT_FOR_CALLERS.has(name)",
      ],
      ["a given content type is overwritten", 'if (!headers.has("content-type")) headers', "headers"],
    ],
  ),
  ...mutationsOf(
    "services/node/types/http-request.node.ts",
    ["test/services/node-http-request.test.ts"],
    [
      [
        "an error status is a success",
        "if (!response.ok && !acceptErrors) throw",
        "if (!response.ok && acceptErrors) throw",
      ],
      ["the connections of a request stay open", "      await agent.destroy();\n", ""],
      [
        "a cancel is an HTTP error",
        "      signal.throwIfAborted();\n      if (!timeout",
        "      if (!timeout",
      ],
      ["a timeout is an HTTP error", "if (!timeout.aborted) throw", "if (timeout !== undefined) throw"],
    ],
  ),
];
