import { ContainerModule } from "inversify";
import { AppDatabase } from "./app-database.js";

/** Needs the host's `HostPaths`. */
export const databaseModule = new ContainerModule(({ bind }) => {
  bind(AppDatabase).toSelf().inSingletonScope();
});
