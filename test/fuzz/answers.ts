import { findNotPlain } from "../attacks/support/plain-data.js";

/** How long an answer may take, in milliseconds: far longer than anything that is bounded. */
const PATIENCE_MS = 60_000;

/** The numbers of the errors that docs/protocol.md has, without the one of an error that nobody declared. */
const NUMBERS = new Set([
  ...[-32700, -32600, -32601, -32602, -32800, -32000],
  ...[-32001, -32002, -32003, -32004, -32005, -32006, -32007],
]);

/** Codes that say that something of ours broke. */
const BROKEN = /^(INTERNAL|NODE_FAILED)$/;
const CODE = /^[A-Z][A-Z0-9_]*$/;

/** What a promise gives, if it ever does. @throws Error for one that does not settle. */
export async function answered<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it is never answered")), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is wrong with a JSON-RPC reply, or a batch of them. */
export function faultOfReply(reply: unknown): string | undefined {
  const fault = findNotPlain(reply, "reply");
  if (fault !== undefined) return fault;
  for (const one of Array.isArray(reply) ? reply : [reply]) {
    const { jsonrpc, error, ...rest } = one as Record<string, unknown>;
    if (jsonrpc !== "2.0") return `not a reply: ${JSON.stringify(one)}`;
    if (error !== undefined) {
      const { code, message, data } = error as { code: number; message: string; data?: { code?: unknown } };
      if (!NUMBERS.has(code) || typeof message !== "string") return `not an error: ${JSON.stringify(error)}`;
      if (code === -32000 && !CODE.test(String(data?.code))) return `not a code: ${String(data?.code)}`;
    } else if (!("result" in rest || "stream" in rest))
      return `a reply without a result: ${JSON.stringify(one)}`;
  }
  return findBroken(reply);
}

/** Where a value tells of an error that nobody declared, such as a node's. */
export function findBroken(value: unknown, seen = new Set<unknown>()): string | undefined {
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const { code, message } = value as { code?: unknown; message?: unknown };
  if (typeof code === "string" && BROKEN.test(code))
    return `an error that nobody declared: ${code}: ${message}`;
  for (const inner of Object.values(value)) {
    const broken = findBroken(inner, seen);
    if (broken !== undefined) return broken;
  }
  return undefined;
}
