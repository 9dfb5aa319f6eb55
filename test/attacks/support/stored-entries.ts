import { randomUUID } from "node:crypto";
import { serialize } from "node:v8";
import { AppDatabase } from "../../../services/database/app-database.js";
import { having, type NameEntry, type Scene } from "./name-entry.js";
import { wired } from "./workflow-entries.js";

const database = ({ app }: Scene) => app.container.get(AppDatabase);

/** Puts a workflow into the database as no service would. */
function storeWorkflow(scene: Scene, draft: object): string {
  const id = randomUUID();
  database(scene).run(
    `INSERT INTO workflow (id, name, folded_name, version, created_at, updated_at, draft)
     VALUES (?, 'Attack', 'attack', 1, 0, 0, ?)`,
    id,
    serialize(draft),
  );
  return id;
}

/** The same for a run that was interrupted after these events. */
function storeRun(scene: Scene, draft: object, inputs: object, contents: object[]): string {
  const id = randomUUID();
  const db = database(scene);
  db.run(
    `INSERT INTO workflow_run (id, workflow_id, workflow_name, status, started_at, draft, inputs)
     VALUES (?, NULL, 'Attack', 'interrupted', 0, ?, ?)`,
    id,
    serialize(draft),
    serialize(inputs),
  );
  const number = db.get<{ number: number }>("SELECT number FROM workflow_run WHERE id = ?", id)?.number ?? 0;
  for (const [at, content] of contents.entries()) {
    const event = serialize({ ...content, runId: id, sequence: at + 1, at: 0 });
    db.run("INSERT INTO workflow_event (run, sequence, event) VALUES (?, ?, ?)", number, at + 1, event);
  }
  return id;
}

const finished = (nodeId: string, outputs: object) => ({
  type: "node-finished",
  nodeId,
  status: "succeeded",
  outputs,
  attempts: 1,
  durationMs: 1,
});

/** Where a file that somebody else has written is read: rows of the database. */
export const storedEntries: NameEntry[] = [
  {
    title: "a stored value",
    attack(scene, name) {
      const value = serialize({ deep: [having(name, { a: 1 })], map: new Map([[name, name]]) });
      database(scene).run("INSERT OR REPLACE INTO storage (key, value) VALUES ('attacked', ?)", value);
      return scene.calls(["storage.get", ["attacked"]], ["storage.delete", ["attacked"]]);
    },
  },
  {
    title: "stored settings",
    async attack(scene, name) {
      const value = serialize(having(name, true));
      database(scene).run(
        "INSERT OR REPLACE INTO storage (key, value) VALUES ('settings.network', ?)",
        value,
      );
      const asked = await scene.node("http-request", { url: "http://127.0.0.1:9/" });
      return [asked, await scene.call("storage.delete", ["settings.network"])];
    },
    known: ["allowPrivate"],
  },
  {
    title: "a stored workflow",
    async attack(scene, name) {
      const outcomes: unknown[] = [];
      for (const draft of [
        wired({ from: name }),
        wired({ id: name, to: name }),
        { ...wired({}), ...having(name, {}) },
      ]) {
        const id = storeWorkflow(scene, draft);
        outcomes.push(
          await scene.calls(
            ["workflow.get", [id]],
            ["workflow.run", [id]],
            ["workflow.export", [id]],
            ["workflow.remove", [id]],
          ),
        );
      }
      return outcomes;
    },
    known: ["name"],
  },
  {
    title: "the outputs of a stored run",
    async attack(scene, name) {
      const draft = wired({ outputPort: name });
      const events = [
        { type: "started", nodes: 2, finished: 0 },
        finished("given", { value: 1 }),
        finished("seen", { names: [] }),
      ];
      const ended = storeRun(scene, draft, {}, [...events, { type: "finished", status: "succeeded" }]);
      const outcome = await scene.calls(["workflow.getRun", [ended]], ["workflow.removeRun", [ended]]);
      const interrupted = storeRun(scene, draft, {}, events);
      return [
        outcome,
        await scene.calls(["workflow.resume", [interrupted]], ["workflow.getRun", [interrupted]]),
      ];
    },
  },
  {
    title: "a port in a stored run that goes on",
    async attack(scene, name) {
      const events = [{ type: "started", nodes: 2, finished: 0 }, finished("given", { value: 1 })];
      const id = storeRun(scene, wired({ from: name }), having(name, 1), events);
      return scene.calls(["workflow.resume", [id]], ["workflow.getRun", [id]], ["workflow.removeRun", [id]]);
    },
  },
  {
    title: "the nodes of a stored run",
    async attack(scene, name) {
      const events = [{ type: "started", nodes: 2, finished: 0 }, finished(name, having(name, 1))];
      const id = storeRun(scene, { ...wired({ id: name }), outputs: [] }, {}, events);
      return scene.calls(["workflow.resume", [id]], ["workflow.getRun", [id]], ["workflow.removeRun", [id]]);
    },
  },
];
