import { type Mutation, mutationsOf } from "../mutation.js";

/** The workflow engine. */
export const servicesEngine: readonly Mutation[] = [
  ...mutationsOf(
    "services/workflow/engine/node-attempts.ts",
    ["test/workflow/node-attempts.test.ts", "test/workflow/failing.test.ts"],
    [
      [
        "the retry backoff has no cap",
        "Math.min(ms * 2 ** (attempt - 1), MAX_BACKOFF_MS)",
        "ms * 2 ** (attempt - 1)",
      ],
      ["the retry backoff does not grow", "ms * 2 ** (attempt - 1)", "ms * 1 ** (attempt - 1)"],
      ["the retry backoff grows a step too early", "2 ** (attempt - 1)", "2 ** attempt"],
      ["progress is told after an attempt's end", "      nextNote = Number.POSITIVE_INFINITY;\n", ""],
      ["an attempt's deadline is not cleared", "      clear();\n", ""],
      [
        "one attempt more than allowed is made",
        "if (attempt >= attempts) return",
        "if (attempt > attempts) return",
      ],
      ["there is a pause after the last attempt", "if (attempt < attempts) await pause", "await pause"],
      [
        "a cancelled node has failed",
        'if (this.signal.aborted) return finished({ status: "cancelled" });',
        "",
      ],
      [
        "attempts share their inputs",
        'inputs: withConstants(inputs, "inputs"),',
        "inputs,",
        { tests: ["test/workflow/constant-values.proof.test.ts", "test/workflow/node-attempts.test.ts"] },
      ],
      [
        "progress is noted as often as it is told",
        "if (performance.now() < nextNote) return;",
        "if (nextNote === Number.POSITIVE_INFINITY) return;",
      ],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/deadline.ts",
    ["test/workflow/node-attempts.test.ts", "test/workflow/failing.test.ts"],
    [
      ["an attempt's deadline timer stays", "      clearTimeout(timer);\n", ""],
      ["an attempt's deadline listener stays", '      parent.removeEventListener("abort", follow);\n', ""],
      ["a run's end does not reach the attempt", '  parent.addEventListener("abort", follow);\n', ""],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/pause.ts",
    ["test/workflow/node-attempts.test.ts", "test/workflow/failing.test.ts"],
    [
      ["the listener of a pause stays", '      signal.removeEventListener("abort", end);\n', ""],
      ["the timer of a pause stays", "      clearTimeout(timer);\n", ""],
      ["a pause does not end with the run", '    signal.addEventListener("abort", end);\n', ""],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/settle.ts",
    ["test/workflow/node-attempts.test.ts", "test/workflow/failing.test.ts", "test/workflow/running.test.ts"],
    [
      [
        "a node that does not heed its signal is waited for",
        "    grace = setTimeout(abandon, GRACE_MS);",
        "    grace = setTimeout(() => {}, GRACE_MS);",
      ],
      [
        "what a node gives after its signal fired is taken",
        "    signal.throwIfAborted();\n    return result as T;",
        "    return result as T;",
      ],
      [
        "the listener of a node that ended stays",
        '    signal.removeEventListener("abort", startGrace);\n',
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/scheduler.ts",
    ["test/workflow/random-graphs.proof.test.ts", "test/workflow/resuming.test.ts"],
    [
      [
        "a node starts before all it waits for",
        "if (count === 0) this.#ready.push(to.node);\n    }",
        "if (count <= 1) this.#ready.push(to.node);\n    }",
      ],
      ["a finished node runs again", "if (count === 0 && !before.has(node)) this", "if (count === 0) this"],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/topology.ts",
    ["test/workflow/random-graphs.proof.test.ts"],
    [
      ["a cycle is told from its middle", "trail.slice(entry).reverse()", "trail.slice(entry + 1).reverse()"],
      ["who waits behind a cycle is not told", "[...stuck].filter((node) => !circling.has(node))", "[]"],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/values.ts",
    ["test/workflow/running.test.ts", "test/workflow/subflows.test.ts", "test/workflow/resuming.test.ts"],
    [
      [
        "outputs that are undefined are given",
        "filter(([, value]) => value !== undefined)",
        "filter(() => true)",
      ],
      [
        "a port that all objects inherit has a value",
        "own(outputs.get(from.node), from.port)]));\n}\n",
        "(outputs.get(from.node) as never)?.[from.port]]));\n}\n",
        {
          tests: [
            "test/attacks/code-by-data.proof.test.ts",
            "test/attacks/hostile-names.proof.test.ts",
            "test/workflow/running.test.ts",
          ],
        },
      ],
      ["a node that others follow is an output of the run", ".filter(([node]) => !left.has(node))", ""],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/workflow-run.ts",
    [
      "test/workflow/workflow-run.test.ts",
      "test/workflow/journal.test.ts",
      "test/workflow/running.test.ts",
      "test/workflow/failing.test.ts",
      "test/workflow/random-graphs.proof.test.ts",
    ],
    [
      [
        "more nodes run at a time than may",
        "this.#running < MAX_RUNNING &&",
        "this.#running < MAX_RUNNING * 10 &&",
      ],
      [
        "a node starts before what it waits for is kept",
        "      await this.journal.kept();\n      if (outputs",
        "      if (outputs",
      ],
      ["a run that failed goes on", 'this.#abort.abort(new Error("Another node failed"));', ""],
      ["a run's signal keeps its listener", '      signal.removeEventListener("abort", stop);\n', ""],
      [
        "the journal's failure is not the run's",
        "if (this.#broken !== undefined) throw this.#broken.error;",
        "",
      ],
      ["the last failure counts, not the first", "this.#failure ??= {", "this.#failure = {"],
      [
        "a run that was stopped succeeds",
        "&& this.#outputs.size < this.#nodes.size ? ",
        "&& this.#outputs.size < 0 ? ",
      ],
      ["a run that was stopped before it began runs", "if (signal.aborted) stop();", ""],
    ],
  ),
  ...mutationsOf(
    "services/workflow/engine/failure-of.ts",
    ["test/workflow/failing.test.ts"],
    [
      [
        "an error's data may be of any size",
        "encodeValue(taken).byteLength <= MAX_DATA_BYTES ? { data: taken } : {}",
        "{ data: taken }",
      ],
    ],
  ),
];
