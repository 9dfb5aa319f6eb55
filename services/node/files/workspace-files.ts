import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  type FileHandle,
  mkdir,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { inject, injectable, optional } from "inversify";
import { RpcError } from "../../../decorators/index.js";
import { Workspace } from "../workspace.js";
import { fileError } from "./file-error.js";
import { isInside, outside, pathInside, realPathInside } from "./workspace-path.js";

/** Windows has neither flag. Without the second, opening a named pipe waits for its writer. */
const READ_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The files of the workspace, and no other. Paths are relative to it. */
@injectable()
export class WorkspaceFiles {
  constructor(@inject(Workspace) @optional() private readonly workspace?: Workspace) {}

  /** @throws RpcError `NOT_FOUND`, `FORBIDDEN`, `PAYLOAD_TOO_LARGE`, `FILE_ERROR`, `UNAVAILABLE`. */
  async read(given: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    try {
      const root = await this.#root();
      const real = await realPathInside(root, pathInside(root, given));
      const handle = await open(real, READ_FILE);
      try {
        await assertInside(handle, root, real, given);
        return await bytesOf(handle, maxBytes, given, signal);
      } finally {
        await handle.close();
      }
    } catch (error) {
      signal.throwIfAborted();
      throw fileError("read", given, error);
    }
  }

  /**
   * Puts a file in the place of what was there, whole or not at all. Missing folders are made.
   *
   * @throws RpcError `FORBIDDEN`, `FILE_ERROR`, `UNAVAILABLE`.
   */
  async write(given: string, content: string | Uint8Array, signal: AbortSignal): Promise<void> {
    try {
      const root = await this.#root();
      const place = await realPathInside(root, pathInside(root, given), { makeFolders: true });
      await replace(place, content, given, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw fileError("write", given, error);
    }
  }

  async #root(): Promise<string> {
    if (this.workspace === undefined) {
      throw new RpcError("UNAVAILABLE", "There is no workspace, so nodes can use no files here");
    }
    await mkdir(this.workspace.directory, { recursive: true });
    return realpath(this.workspace.directory);
  }
}

/** What was opened is a file of the workspace: nobody put a link on the way meanwhile. */
async function assertInside(handle: FileHandle, root: string, real: string, given: string): Promise<void> {
  const opened = await handle.stat({ bigint: true });
  if (!opened.isFile()) throw new RpcError("FILE_ERROR", `${JSON.stringify(given)} is no file`);
  // Linux tells where an open file is; elsewhere its path is looked at again, which is less.
  const place = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (place !== undefined) {
    if (!isInside(root, place)) throw outside(given);
    return;
  }
  const there = await stat(real, { bigint: true });
  const same = opened.ino === there.ino && opened.dev === there.dev;
  if (!same || (await realpath(real)) !== real) throw outside(given);
}

async function bytesOf(
  handle: FileHandle,
  maxBytes: number,
  given: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  // One byte more than there may be tells a file that is too large, also one that grows.
  const chunks: Buffer[] = await handle
    .createReadStream({ end: maxBytes, autoClose: false })
    .toArray({ signal });
  const bytes = Buffer.concat(chunks);
  if (bytes.byteLength <= maxBytes) return new Uint8Array(bytes);
  throw new RpcError("PAYLOAD_TOO_LARGE", `${JSON.stringify(given)} has more than ${maxBytes} bytes`, {
    data: { limit: maxBytes },
  });
}

async function replace(
  place: string,
  content: string | Uint8Array,
  given: string,
  signal: AbortSignal,
): Promise<void> {
  const folder = path.dirname(place);
  const temporary = path.join(folder, `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, content, { flag: "wx", flush: true, signal });
    if ((await realpath(folder)) !== folder) throw outside(given);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
