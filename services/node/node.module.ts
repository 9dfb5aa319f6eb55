import { ContainerModule } from "inversify";
import { rpcDomain } from "../../decorators/index.js";
import { NodeService } from "./node.service.js";
import { NodeRegistry } from "./node-registry.js";
import { NodeStatuses } from "./node-statuses.js";
import { NodeType } from "./node-type.js";
import { TestNode } from "./types/test.node.js";
import { TransformNode } from "./types/transform.node.js";

/** Needs the host's `Clock`. */
export const nodeModule = new ContainerModule((options) => {
  rpcDomain(NodeService)(options);
  options.bind(NodeRegistry).toSelf().inSingletonScope();
  options.bind(NodeStatuses).toSelf().inSingletonScope();
  options.bind(NodeType).to(TestNode).inSingletonScope();
  options.bind(NodeType).to(TransformNode).inSingletonScope();
});
