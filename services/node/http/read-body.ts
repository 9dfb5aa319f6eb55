import type { Response } from "undici";
import { RpcError } from "../../../decorators/index.js";

/**
 * The whole body of a response, uncompressed.
 *
 * @throws RpcError `PAYLOAD_TOO_LARGE` as soon as it has more than `maxBytes`.
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new RpcError("PAYLOAD_TOO_LARGE", `${response.url} answers with more than ${maxBytes} bytes`, {
        data: { limit: maxBytes },
      });
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
