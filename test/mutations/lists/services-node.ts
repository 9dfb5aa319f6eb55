import { type Mutation, mutationsOf } from "../mutation.js";

/** Nodes, and what runs them. */
export const servicesNode: readonly Mutation[] = [
  ...mutationsOf(
    "services/node/nested-runs.ts",
    [
      "test/services/nested-runs.test.ts",
      "test/services/node-group.test.ts",
      "test/workflow/subflows.test.ts",
    ],
    [
      ["the nested-run tally never falls", "      tally.running--;\n", ""],
      [
        "a workflow may contain itself",
        "if (workflowId !== undefined && workflows.includes(workflowId)) {",
        "if (workflowId === null) {",
      ],
      ["runs nest without limit", "if (depth === MAX_DEPTH) throw", "if (depth === MAX_DEPTH * 100) throw"],
      [
        "the depth of runs is off by one",
        "if (depth === MAX_DEPTH) throw",
        "if (depth === MAX_DEPTH - 1) throw",
      ],
      [
        "there may be any number of runs in one",
        "if (tally.running === MAX_RUNNING) {",
        "if (tally.running === -1) {",
      ],
      ["each level has a tally of its own", "      tally,\n    };", "      tally: { running: 0 },\n    };"],
    ],
  ),
  ...mutationsOf(
    "services/node/semaphore.ts",
    ["test/services/node-script-threads.test.ts"],
    [
      ["who gives up keeps the room", "        this.#waiting.delete(enter);\n", ""],
      [
        "work that fails keeps the room",
        "    } finally {\n      this.#leave();\n    }",
        "    } finally {\n    }",
      ],
      [
        "a signal keeps the listener of who got in",
        '        signal.removeEventListener("abort", giveUp);\n',
        "",
      ],
      [
        "more work at once than there is room",
        "if (this.#free > 0) this.#free--;",
        "if (this.#free > 0) this.#free;",
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/map-concurrently.ts",
    ["test/services/node-loop.test.ts"],
    [
      [
        "the first failure does not stop the others",
        "work().catch((error) => failed.abort(error)),",
        "work().catch(() => {}),",
      ],
      ["a cancel does not stop the items", "AbortSignal.any([signal, failed.signal])", "failed.signal"],
      ["more items are at work than may be", "Math.min(limit, items.length)", "items.length"],
    ],
  ),
  ...mutationsOf(
    "services/node/types/loop.node.ts",
    ["test/services/node-loop.test.ts"],
    [
      ["errors are in the order they came", "errors.sort((a, b) => a.index - b.index)", "errors"],
      [
        "a failed item ends a loop that is to go on",
        'if (parameters.onError === "stop") throw error;',
        "throw error;",
      ],
      ["a loop that was stopped notes an error", "          itemSignal.throwIfAborted();\n", ""],
      [
        "a node and a workflow may be given both",
        'if (typeof type === "string" && !workflow) {',
        'if (typeof type === "string") {',
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/node-statuses.ts",
    ["test/services/node-registry.test.ts", "test/services/node.service.test.ts"],
    [
      [
        "statuses are remembered without end",
        "if (this.#finished.size > MAX_FINISHED &&",
        "if (this.#finished.size > MAX_FINISHED * 100 &&",
      ],
      [
        "an earlier run's end ends a later run's status",
        "if (this.#running.get(running.nodeId) === running) {",
        "if (this.#running.has(running.nodeId)) {",
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/node.service.ts",
    ["test/services/node.service.test.ts"],
    [
      ["a cancelled run is a failed one", "if (signal.aborted) {", "if (signal === null) {"],
      ["a node of no type has a status", "    this.registry.get(type);\n", ""],
      [
        "progress does not reach the caller",
        "progress: (update) => call?.progress(update),",
        "progress: () => {},",
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/node-registry.ts",
    ["test/services/node-registry.test.ts", "test/services/node.service.test.ts"],
    [
      [
        "two types may have one name",
        "if (this.#types.has(type.type)) {",
        "if (this.#types.has(`${type.type} `)) {",
      ],
      ["inputs are not checked", "    checkInputs(nodeType.inputs, inputs);\n", ""],
      ["a node starts after its signal", "    signal.throwIfAborted();\n    checkInputs", "    checkInputs"],
      ["a node is given its parameters unchecked", "parameters: checked ?? parameters,", "parameters,"],
    ],
  ),
  ...mutationsOf(
    "services/node/types/csv-parse.node.ts",
    ["test/services/node-csv-parse.test.ts"],
    [
      ["a byte order mark is a part of the first name", "bom: true", "bom: false"],
      ["two columns may have one name", "if (names.has(column)) throw", "if (names.has(`${column} `)) throw"],
      ["large whole numbers lose digits", "|| Number.isSafeInteger(number)", "|| Number.isInteger(number)"],
    ],
  ),
  ...mutationsOf(
    "services/node/types/csv-format.node.ts",
    ["test/services/node-csv-format.test.ts"],
    [
      [
        "a column that all objects inherit has a value",
        "Object.hasOwn(row, column) ? row[column] : undefined",
        "row[column]",
      ],
      ["dates are numbers", ", date: (date) => date.toISOString()", ""],
    ],
  ),
  ...mutationsOf(
    "services/node/script/json.ts",
    ["test/services/node-script.proof.test.ts", "test/services/node-script-sizes.proof.test.ts"],
    [
      [
        "bytes are JSON",
        "  Array.isArray(value) ||\n  isRecord(value);",
        '  Array.isArray(value) ||\n  typeof value === "object" ||\n  isRecord(value);',
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/script/script-outcome.ts",
    ["test/services/node-script-threads.test.ts", "test/services/node-script.proof.test.ts"],
    [
      [
        "the timer of a script that ended stays",
        '    worker.on("exit", () => {\n      clearTimeout(timer);\n',
        '    worker.on("exit", () => {\n',
      ],
      [
        "a script that does not end by itself is waited for",
        'timer = setTimeout(() => resolve({ limit: "time" }), timeoutMs + GRACE_MS);',
        "{}",
      ],
      [
        "a signal keeps the listener of a script that ended",
        '      signal.removeEventListener("abort", aborted);\n',
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/network-settings.ts",
    ["test/services/node-network-settings.test.ts"],
    [
      [
        "any setting allows private addresses",
        'own(set, "allowPrivate") === true',
        'own(set, "allowPrivate") !== undefined',
      ],
    ],
  ),
  ...mutationsOf(
    "services/node/jsonata/plain/plain-evaluation.ts",
    ["test/services/node-transform-plain.proof.test.ts", "test/services/node-transform-plain-bounds.test.ts"],
    [
      [
        "an absent value is equal to one that is",
        "if (left === undefined || right === undefined) return false;\n        return isEqual",
        "return isEqual",
      ],
      [
        "an index below 0 counts from the beginning",
        "(at < 0 ? list.length + at : at) === index",
        "at === index",
      ],
      [
        "several objects under one key are the last",
        "if (items.length > 1 || new Set(keys).size < keys.length) throw ELSEWHERE;",
        "",
      ],
    ],
  ),
];
