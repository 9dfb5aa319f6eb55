import { RpcError } from "../../decorators/index.js";
import { type SocketServer, serveSocket } from "./json-rpc-server.js";

/** A bare function gets by-name parameters as its one argument. */
function subtract(first: number | { minuend: number; subtrahend: number }, second = 0): number {
  return typeof first === "number" ? first - second : first.minuend - first.subtrahend;
}

/** The methods that the specification's examples call. */
export async function serveExamples(): Promise<SocketServer & { notified: unknown[] }> {
  const socketServer = await serveSocket();
  const notified: unknown[] = [];
  socketServer.server.router
    .register("subtract", subtract)
    .register("sum", (...terms: number[]) => terms.reduce((total, term) => total + term, 0))
    .register("get_data", () => ["hello", 5])
    .register("update", (...values: unknown[]) => void notified.push(["update", ...values]))
    .register("notify_hello", (value: unknown) => void notified.push(["notify_hello", value]))
    .register("notify_sum", (...values: unknown[]) => void notified.push(["notify_sum", ...values]))
    .register("fail", () => {
      throw new RpcError("NOT_FOUND", "No workflow w1", { data: { id: "w1" } });
    });
  return { ...socketServer, notified };
}

/** A response with an error of that number. */
export const failure = (code: number, id: unknown = null) => ({
  jsonrpc: "2.0",
  error: expect.objectContaining({ code, message: expect.stringMatching(/./) }),
  id,
});
