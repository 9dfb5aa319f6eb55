import { inject } from "inversify";
import { Param, RpcDomain, RpcEmitter, RpcEvent, RpcMethod, Unchecked } from "../../decorators/index.js";
import { MAX_VALUE_BYTES } from "../database/stored-value.js";
import { KeyValueStore } from "./key-value-store.js";
import type { StorageApi, StorageChange } from "./storage.api.js";
import { assertKey } from "./storage-key.js";

/** What the number of bytes does not limit already. */
const VALUE_LIMITS = {
  maxDepth: 256,
  maxArrayLength: MAX_VALUE_BYTES,
  maxNodes: MAX_VALUE_BYTES,
  maxStringLength: MAX_VALUE_BYTES,
};

@RpcDomain("storage")
export class StorageService implements StorageApi {
  @RpcEvent() readonly onChanged = new RpcEmitter<StorageChange>();

  constructor(@inject(KeyValueStore) private readonly store: KeyValueStore) {}

  @RpcMethod()
  async get(key: string): Promise<unknown> {
    assertKey(key);
    return this.store.get(key);
  }

  @RpcMethod({ limits: VALUE_LIMITS })
  async set(key: string, @Unchecked() value: unknown): Promise<void> {
    assertKey(key);
    this.store.set(key, value);
    this.onChanged.emit({ key, kind: "set" });
  }

  @RpcMethod()
  async delete(key: string): Promise<boolean> {
    assertKey(key);
    const existed = this.store.delete(key);
    if (existed) this.onChanged.emit({ key, kind: "delete" });
    return existed;
  }

  @RpcMethod()
  async keys(@Param({ optional: true }) prefix?: string): Promise<string[]> {
    if (prefix) assertKey(prefix);
    return this.store.keys(prefix ?? "");
  }
}
