import { type Mutation, mutationsOf } from "../mutation.js";

/** Workflows and their runs. */
export const servicesWorkflow: readonly Mutation[] = [
  ...mutationsOf(
    "services/workflow/runs/run-store.ts",
    ["test/workflow/journal.test.ts", "test/workflow/running.test.ts", "test/workflow/resuming.test.ts"],
    [
      [
        "events of a step are written without a transaction",
        '    this.database.transaction(() => {\n      for (const { event, encoded } of events) {\n        const sql = "INSERT INTO workflow_event (run, sequence, event) VALUES (?, ?, ?)";\n        this.database.run(sql, number, event.sequence, encoded);\n        if (event.type === "finished") this.#close(number, event.status, event.at);\n      }\n    });',
        '    for (const { event, encoded } of events) {\n      const sql = "INSERT INTO workflow_event (run, sequence, event) VALUES (?, ?, ?)";\n      this.database.run(sql, number, event.sequence, encoded);\n      if (event.type === "finished") this.#close(number, event.status, event.at);\n    }',
      ],
      ["a run that goes on is removed", "AND status <> 'running'\"", "AND status <> 'nothing'\""],
      [
        "a run that goes on is taken twice",
        "status NOT IN ('running', 'succeeded')",
        "status NOT IN ('succeeded')",
      ],
      [
        "a run that is over is interrupted",
        "WHERE number = ? AND status = 'running'\",\n      number",
        'WHERE number = ?",\n      number',
      ],
      [
        "the events of a run that was removed stay",
        'this.database.run("DELETE FROM workflow_event WHERE run = ?", number);',
        "",
      ],
      [
        "a run that finished is still running",
        'if (event.type === "finished") this.#close(number, event.status, event.at);',
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "services/workflow/runs/recorded-journal.ts",
    ["test/workflow/journal.test.ts"],
    [
      [
        "an event is told before it is kept",
        "    this.options.keep(noted);\n    this.#noted = [];\n    this.#keeping = undefined;\n    this.options.tell(noted.map(({ event }) => event));",
        "    this.options.tell(noted.map(({ event }) => event));\n    this.options.keep(noted);\n    this.#noted = [];\n    this.#keeping = undefined;",
      ],
      [
        "events after one that could not be kept are kept",
        "    this.options.keep(noted);\n    this.#noted = [];\n    this.#keeping = undefined;",
        "    this.#noted = [];\n    this.#keeping = undefined;\n    this.options.keep(noted);",
      ],
      [
        "each event is kept in a transaction of its own",
        "    this.#keeping ??= this.#keepSoon();",
        "    this.#keepNow();",
      ],
      [
        "an event that cannot be encoded leaves a gap",
        "    this.#noted.push({ event, encoded: encodeEvent(event) });\n    this.#sequence++;",
        "    this.#sequence++;\n    this.#noted.push({ event, encoded: encodeEvent(event) });",
      ],
      [
        "whoever is told can change it for others",
        "const event: RunEvent = { ...toTell(content),",
        "const event: RunEvent = { ...content,",
        { tests: ["test/workflow/constant-values.proof.test.ts", "test/workflow/journal.test.ts"] },
      ],
    ],
  ),
  ...mutationsOf(
    "services/workflow/definition/workflow-store.ts",
    ["test/services/workflow.service.test.ts", "test/workflow/journal.test.ts"],
    [
      [
        "a change of an older version is taken",
        "if (version !== latest) throw",
        "if (version > latest) throw",
      ],
      [
        "the runs of a workflow that was removed stay",
        'this.database.run("DELETE FROM workflow_run WHERE workflow_id = ?", id);',
        "",
      ],
      ["a search heeds the case", 'text.normalize("NFKC").toLowerCase()', 'text.normalize("NFKC")'],
    ],
  ),
  ...mutationsOf(
    "services/workflow/workflow.service.ts",
    [
      "test/services/workflow.service.test.ts",
      "test/workflow/validation.test.ts",
      "test/workflow/running.test.ts",
    ],
    [
      [
        "a workflow that runs is removed",
        "if (this.records.isRunning(id)) {",
        "if (this.records.isRunning(`${id} `)) {",
      ],
      [
        "a workflow that is not valid runs",
        "    assertRunnable(await validateWorkflow(draft, this.types, taken));\n",
        "",
      ],
      [
        "a caller changes the inputs of a run",
        'const taken = constantOf(inputs, "inputs");',
        "const taken = inputs;",
        { tests: ["test/workflow/constant-values.proof.test.ts", "test/workflow/running.test.ts"] },
      ],
    ],
  ),
];
