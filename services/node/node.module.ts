import { ContainerModule, type Newable } from "inversify";
import { rpcDomain } from "../../decorators/index.js";
import { WorkspaceFiles } from "./files/workspace-files.js";
import { JsonataExpressions } from "./jsonata/jsonata-expression.js";
import { ExpressionPool } from "./jsonata/sandboxed/expression-pool.js";
import { NestedRuns } from "./nested-runs.js";
import { NodeService } from "./node.service.js";
import { NodeRegistry } from "./node-registry.js";
import { NodeStatuses } from "./node-statuses.js";
import { NodeType } from "./node-type.js";
import { SubflowRunner } from "./subflow-runner.js";
import { CsvFormatNode } from "./types/csv-format.node.js";
import { CsvParseNode } from "./types/csv-parse.node.js";
import { DelayNode } from "./types/delay.node.js";
import { FileReadNode } from "./types/file-read.node.js";
import { FileWriteNode } from "./types/file-write.node.js";
import { FilterNode } from "./types/filter.node.js";
import { GroupNode } from "./types/group.node.js";
import { HttpRequestNode } from "./types/http-request.node.js";
import { LoopNode } from "./types/loop.node.js";
import { ScriptNode } from "./types/script.node.js";
import { TemplateNode } from "./types/template.node.js";
import { TestNode } from "./types/test.node.js";
import { TransformNode } from "./types/transform.node.js";
import { ValueNode } from "./types/value.node.js";

const TYPES: readonly Newable<NodeType>[] = [
  TestNode,
  ValueNode,
  TransformNode,
  TemplateNode,
  FilterNode,
  CsvParseNode,
  CsvFormatNode,
  FileReadNode,
  FileWriteNode,
  HttpRequestNode,
  DelayNode,
  LoopNode,
  GroupNode,
  ScriptNode,
];

/**
 * Needs the host's `Clock`. Files need its `Workspace`, private addresses its `NetworkPolicy`, and
 * workflows inside nodes a `SubflowRunner`; without them the rest works.
 */
export const nodeModule = new ContainerModule((options) => {
  rpcDomain(NodeService)(options);
  options.bind(NodeRegistry).toSelf().inSingletonScope();
  options.bind(NodeStatuses).toSelf().inSingletonScope();
  options.bind(ExpressionPool).toSelf().inSingletonScope();
  options.bind(JsonataExpressions).toSelf().inSingletonScope();
  options.bind(WorkspaceFiles).toSelf().inSingletonScope();
  options
    .bind(NestedRuns)
    .toDynamicValue(
      (context) =>
        new NestedRuns(
          () => context.get(NodeRegistry),
          () => context.get(SubflowRunner, { optional: true }),
        ),
    )
    .inSingletonScope();
  for (const type of TYPES) options.bind(NodeType).to(type).inSingletonScope();
});
