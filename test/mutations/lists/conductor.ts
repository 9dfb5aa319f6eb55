import { type Mutation, mutationsOf } from "../mutation.js";

/** The conductor. */
export const conductor: readonly Mutation[] = [
  ...mutationsOf(
    "src/conductor/workflow-execution.ts",
    ["test/conductor/conductor.test.ts", "test/conductor/workflow-execution.test.ts"],
    [
      [
        "a conductor counts failures as progress",
        'event.type === "node-finished" && event.outputs !== undefined) progress',
        'event.type === "node-finished") progress',
      ],
      ["a run that goes on begins at 0", "progress.done = event.finished;", "progress.done = 0;"],
      [
        "a stream that ends before its run is a success",
        'if (result === undefined) throw new RpcError("UNAVAILABLE"',
        'if (result === null) throw new RpcError("UNAVAILABLE"',
      ],
      ["a listener of progress is given the object that changes", "{ ...progress }", "progress"],
      ["a run that failed has no error", "...(error && { error })", "...(!error && { error })"],
      ["events end without the run's error", "log.end({ error });", "log.end();"],
    ],
  ),
  ...mutationsOf(
    "src/conductor/replay-log.ts",
    ["test/conductor/conductor.test.ts", "test/conductor/workflow-execution.test.ts"],
    [
      [
        "a reader that comes later misses the beginning",
        "let next = 0; ; )",
        "let next = this.#items.length; ; )",
      ],
      ["a reader that waits is not woken", "for (const resolve of this.#waiting.splice(0)) resolve();", ""],
    ],
  ),
  ...mutationsOf(
    "src/conductor/conductor.ts",
    ["test/conductor/conductor.test.ts"],
    [
      [
        "a node's signal does not reach its call",
        "rpcClient.node.execute({ nodeId: id, ...node, ...context }, signal)",
        "rpcClient.node.execute({ nodeId: id, ...node, ...context })",
      ],
    ],
  ),
];
