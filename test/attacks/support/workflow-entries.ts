import { having, type NameEntry } from "./name-entry.js";

/** A workflow of a value and a node that looks at what reaches it. */
interface Wiring {
  from?: string;
  to?: string;
  id?: string;
  output?: string;
  outputPort?: string;
  type?: string;
  value?: unknown;
}

/** Of one edge and one output: each name of it is another's choice. */
export function wired({
  from = "value",
  to = "it",
  id = "seen",
  type = "look",
  value = { a: 1 },
  ...output
}: Wiring) {
  return {
    name: "Attack",
    nodes: [
      { id: "given", type: "value", parameters: { value } },
      { id, type },
    ],
    edges: [{ from: { node: "given", port: from }, to: { node: id, port: to } }],
    outputs: [
      { name: output.output ?? "out", from: { node: id, port: output.outputPort ?? "names" } },
      { name: "fault", from: { node: id, port: "fault" } },
    ],
  };
}

/** The same as the file that a user imports. */
export const fileOf = (workflow: object): string =>
  JSON.stringify({ format: "atomiton-workflow", formatVersion: 1, workflow });

/** A port of the first node that any name reaches, as its type has ports of any name. */
const fromAnyPort = (name: string) => ({
  ...wired({ from: name }),
  nodes: [
    { id: "given", type: "look", parameters: {} },
    { id: "seen", type: "look" },
  ],
});

/** Where workflows read a name: nodes, ports, inputs, outputs, files. */
export const workflowEntries: NameEntry[] = [
  {
    title: "the port an edge starts at",
    attack: (scene, name) =>
      scene.calls(
        ["workflow.run", [wired({ from: name })]],
        ["workflow.run", [fromAnyPort(name)]],
        ["workflow.validate", [fromAnyPort(name)]],
      ),
  },
  {
    title: "the port an edge leads to",
    attack: (scene, name) =>
      scene.calls(
        ["workflow.run", [wired({ to: name })]],
        ["workflow.run", [wired({ to: name, type: "csv-parse" })]],
      ),
  },
  {
    title: "the port of an output",
    attack: (scene, name) => scene.call("workflow.run", [wired({ outputPort: name })]),
  },
  {
    title: "the name of an output",
    attack: (scene, name) => scene.call("workflow.run", [wired({ output: name })]),
  },
  {
    title: "the id of a node",
    attack: (scene, name) =>
      scene.calls(
        ["workflow.run", [wired({ id: name })]],
        ["workflow.run", [{ ...wired({ id: name }), outputs: [] }]],
        [
          "workflow.run",
          [{ ...wired({}), edges: [{ from: { node: name, port: "a" }, to: { node: "seen", port: "b" } }] }],
        ],
      ),
  },
  {
    title: "the type of a node",
    attack: (scene, name) =>
      scene.calls(["workflow.run", [wired({ type: name })]], ["workflow.validate", [wired({ type: name })]]),
  },
  {
    title: "a parameter of a node in a workflow",
    attack: (scene, name) =>
      scene.call("workflow.run", [
        { name: "Attack", nodes: [{ id: "a", type: "look", parameters: having(name, 1) }], edges: [] },
      ]),
  },
  {
    title: "an input of a run",
    attack: (scene, name) =>
      scene.calls(
        [
          "workflow.run",
          [{ name: "Attack", nodes: [{ id: "a", type: "look" }], edges: [] }, having(name, 1)],
        ],
        [
          "workflow.validate",
          [
            {
              name: "Attack",
              nodes: [{ id: "a", type: "filter", parameters: { predicate: "1" } }],
              edges: [],
            },
            having(name, 1),
          ],
        ],
      ),
  },
  {
    title: "the id of a workflow, a run, a sample",
    attack: (scene, name) =>
      scene.calls(
        ["workflow.get", [name]],
        ["workflow.run", [name]],
        ["workflow.getRun", [name]],
        ["workflow.resume", [name]],
        ["workflow.addSample", [name]],
        ["workflow.listRuns", [{ workflowId: name }]],
        ["workflow.list", [{ search: name }]],
        ["workflow.remove", [name]],
      ),
  },
  {
    title: "a member of an imported file",
    attack: (scene, name) =>
      scene.calls(
        ["workflow.import", [fileOf({ ...wired({}), ...having(name, 1) })]],
        [
          "workflow.import",
          [
            JSON.stringify({
              format: "atomiton-workflow",
              formatVersion: 1,
              workflow: wired({}),
              ...having(name, 1),
            }),
          ],
        ],
        ["workflow.import", [JSON.stringify({ format: name, formatVersion: name, workflow: wired({}) })]],
      ),
    known: ["name"],
  },
  {
    title: "a port, an id and a parameter in an imported file",
    async attack(scene, name) {
      const outcomes: unknown[] = [];
      for (const wiring of [
        { from: name },
        { to: name },
        { id: name },
        { output: name },
        { value: having(name, 1) },
      ]) {
        const reply = await scene.call("workflow.import", [fileOf(wired(wiring))]);
        outcomes.push(reply);
        const { id } = (reply as { result?: { id: string } }).result ?? {};
        if (id === undefined) continue;
        outcomes.push(
          ...(await scene.calls(
            ["workflow.run", [id]],
            ["workflow.export", [id]],
            ["workflow.remove", [id]],
          )),
        );
      }
      return outcomes;
    },
  },
  {
    title: "a port inside a group and a loop",
    attack: (scene, name) =>
      scene.nodes(
        ["group", { workflow: wired({ from: name }) }, {}],
        ["group", { workflow: wired({ outputPort: name }) }, having(name, 1)],
        ["loop", { workflow: wired({ from: name }), itemInput: name }, { items: [1] }],
      ),
  },
];
