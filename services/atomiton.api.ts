import type { NodeApi } from "./node/node.api.js";
import type { StorageApi } from "./storage/storage.api.js";
import type { SystemApi } from "./system/system.api.js";
import type { WorkflowApi } from "./workflow/workflow.api.js";

/** All that Atomiton's services offer, by domain: the type a client is made with. */
export interface AtomitonAPI {
  node: NodeApi;
  storage: StorageApi;
  system: SystemApi;
  workflow: WorkflowApi;
}
