import type { Mutation } from "../mutation.js";

export const services: readonly Mutation[] = [
  {
    name: "the redirect limit is off by one",
    file: "services/node/http/exchange.ts",
    text: "redirects <= MAX_REDIRECTS",
    replacement: "redirects < MAX_REDIRECTS",
    tests: ["test/services/node-http-request.test.ts"],
  },
];
