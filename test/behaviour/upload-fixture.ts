import { RpcDomain, type RpcError, RpcMethod, Upload } from "../../decorators/index.js";

/** What can happen to an argument that streams to its handler. */
@RpcDomain("upload")
export class UploadService {
  /** Reads an upload to its end, or so many items of it, and tells what it read and how that ended. */
  @RpcMethod()
  async collect(
    most: number,
    @Upload() items: AsyncIterable<unknown>,
  ): Promise<{ items: unknown[]; end: unknown }> {
    const read: unknown[] = [];
    try {
      for await (const item of items) if (read.push(item) >= most) break;
      return { items: read, end: read.length >= most ? "enough" : "done" };
    } catch (error) {
      const { code, message, data } = error as RpcError;
      return { items: read, end: [code, message, data] };
    }
  }

  @RpcMethod()
  async *doubled(@Upload() numbers: AsyncIterable<number>): AsyncGenerator<number> {
    for await (const number of numbers) yield number * 2;
  }

  @RpcMethod()
  async neverReads(@Upload() _items: AsyncIterable<unknown>): Promise<string> {
    return "not read";
  }

  @RpcMethod()
  async readsSlowly(@Upload() items: AsyncIterable<unknown>, signal: AbortSignal): Promise<void> {
    for await (const _ of items) await new Promise((resolve) => setTimeout(resolve, 5));
    signal.throwIfAborted();
  }
}
