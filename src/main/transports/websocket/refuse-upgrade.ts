import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { printable } from "../../../shared/printable.js";
import type { Refusal } from "./admission.js";

/** Answers an upgrade request with why it is refused, and closes its connection. */
export function refuseUpgrade(socket: Duplex, { status, message, headers = {} }: Refusal): void {
  const body = `${printable(message)}\n`;
  const lines = Object.entries({
    Connection: "close",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  // The HTTP server no longer listens to this socket, and its client may be gone already.
  socket.on("error", () => socket.destroy());
  socket.once("finish", () => socket.destroy());
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n"));
}
