import type { Container } from "inversify";
import { atomitonModules } from "../../services/atomiton.module.js";
import { AppDatabase } from "../../services/database/app-database.js";
import { ExpressionPool } from "../../services/node/jsonata/sandboxed/expression-pool.js";
import { createContainer } from "../main/index.js";
import { type Host, hostModule } from "./host.js";

/**
 * Atomiton's services, ready to be served. The database is opened here, so that a folder that cannot be
 * used shows at start and not at the first call.
 *
 * @throws RpcError `STORAGE_UNAVAILABLE`, naming the folder.
 */
export function createAppContainer(host: Host): Container {
  const container = createContainer();
  container.load(...atomitonModules, hostModule(host));
  container.get(AppDatabase).open();
  // An engine that does not start shows at the first expression that needs one.
  container
    .get(ExpressionPool)
    .warm()
    .catch(() => {});
  return container;
}
