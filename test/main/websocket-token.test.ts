import type { IncomingMessage } from "node:http";
import { jest } from "@jest/globals";

// That a comparison takes the same time for any token cannot be timed, but what compares can be watched.
const compared: [Uint8Array, Uint8Array][] = [];
const crypto = await import("node:crypto");
jest.unstable_mockModule("node:crypto", () => ({
  ...crypto,
  timingSafeEqual: (left: Uint8Array, right: Uint8Array) => {
    compared.push([left, right]);
    return crypto.timingSafeEqual(left, right);
  },
}));
const { Admission } = await import("../../src/main/transports/websocket/admission.js");

const TOKEN = "a token of sixteen and more";
const admission = new Admission({ token: TOKEN, allowedHosts: ["app.example"] }, undefined);
const requestWith = (token: string) =>
  ({
    url: "/rpc",
    headers: { host: "app.example", authorization: `Bearer ${token}` },
  }) as unknown as IncomingMessage;

it.each([
  ["the right one", TOKEN, undefined],
  ["one that differs at its first character", `b${TOKEN.slice(1)}`, 401],
  ["one that differs at its last", `${TOKEN.slice(0, -1)}x`, 401],
  ["a shorter one", "a", 401],
  ["a longer one", TOKEN.repeat(100), 401],
])("a token is compared in constant time, whatever was shown: %s", (_shown, token, status) => {
  compared.length = 0;
  expect(admission.refusal(requestWith(token))?.status).toBe(status);
  expect(compared.map((pair) => pair.map(({ length }) => length))).toEqual([[32, 32]]);
});
