import { ContainerModule } from "inversify";
import { rpcDomain } from "../../decorators/index.js";
import { KeyValueStore } from "./key-value-store.js";
import { StorageService } from "./storage.service.js";

/** Needs the `databaseModule`. */
export const storageModule = new ContainerModule((options) => {
  rpcDomain(StorageService)(options);
  options.bind(KeyValueStore).toSelf().inSingletonScope();
});
