import type { RpcEvent } from "../../decorators/index.js";

/**
 * The domain `storage`: values under keys, kept across restarts. What has been set is on the disk.
 *
 * A key has 1 to 512 characters of well-formed text without NUL; any other is refused with
 * `INVALID_PARAMS`. A value is anything the structured clone algorithm takes, Buffers becoming
 * `Uint8Array`s, else it is refused with `NOT_SERIALIZABLE`. Refused with `PAYLOAD_TOO_LARGE` is what has
 * more than 16 MiB encoded (v8.serialize), is nested more than 256 deep, or holds more than 16 Mi values; with
 * `INVALID_PARAMS` what has a key `__proto__`, `constructor` or `prototype`.
 */
export interface StorageApi {
  /** The value, or `undefined` when there is none. */
  get(key: string): Promise<unknown>;
  /** Resolves when the value is on the disk. */
  set(key: string, value: unknown): Promise<void>;
  /** Whether there was a value. */
  delete(key: string): Promise<boolean>;
  /** The keys that begin with `prefix` (default: all), in the order of their code points. */
  keys(prefix?: string): Promise<string[]>;
  /** Follows each change made through this service. */
  readonly onChanged: RpcEvent<StorageChange>;
}

export interface StorageChange {
  key: string;
  kind: "set" | "delete";
}
