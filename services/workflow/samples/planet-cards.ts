import { edges } from "./edges.js";
import type { WorkflowSample } from "./workflow-sample.js";

/** Mean radius in kilometres and known moons that the IAU has named or numbered, as of 2023. */
const PLANETS = [
  { name: "Mercury", radiusKm: 2440, moons: 0 },
  { name: "Venus", radiusKm: 6052, moons: 0 },
  { name: "Earth", radiusKm: 6371, moons: 1 },
  { name: "Mars", radiusKm: 3390, moons: 2 },
  { name: "Jupiter", radiusKm: 69_911, moons: 95 },
  { name: "Saturn", radiusKm: 58_232, moons: 146 },
  { name: "Uranus", radiusKm: 25_362, moons: 27 },
  { name: "Neptune", radiusKm: 24_622, moons: 14 },
];

/** What the loop runs for each planet, two at a time: it writes a card and gives its path. */
const CARD = {
  name: "Card of a planet",
  nodes: [
    { id: "planet", type: "test-node" },
    {
      id: "text",
      type: "template",
      parameters: { template: "{{item.name}}: radius {{item.radiusKm}} km, moons {{item.moons}}\n" },
    },
    { id: "path", type: "template", parameters: { template: "{{folder}}/{{item.name}}.txt" } },
    { id: "write", type: "file-write", retry: { attempts: 3, backoffMs: 20 } },
  ],
  edges: edges(
    ["planet.item", "text.item"],
    ["planet.item", "path.item"],
    ["planet.folder", "path.folder"],
    ["text.text", "write.content"],
    ["path.text", "write.path"],
  ),
  outputs: [{ name: "path", from: { node: "write", port: "path" } }],
};

/** Loops over a list, and waits by retries for what comes late. */
export const planetCards: WorkflowSample = {
  id: "planet-cards",
  inputs: {},
  files: {},
  workflow: {
    name: "Cards of the planets",
    description:
      "Writes a card for each planet in a loop, to a new folder, while another node tries to read the last of them until it is there.",
    nodes: [
      { id: "planets", type: "value", parameters: { value: PLANETS }, position: { x: 0, y: 0 } },
      {
        id: "folder",
        type: "transform",
        parameters: { expression: '"planets/" & $millis()' },
        position: { x: 0, y: 200 },
      },
      // So that the last card is sought before it is there.
      { id: "later", type: "delay", parameters: { ms: 100 }, position: { x: 200, y: 0 } },
      {
        id: "cards",
        type: "loop",
        parameters: { workflow: CARD, concurrency: 2 },
        position: { x: 400, y: 0 },
        timeoutMs: 60_000,
      },
      {
        id: "place",
        type: "template",
        parameters: { template: "{{folder}}/Neptune.txt" },
        position: { x: 200, y: 200 },
      },
      {
        id: "last",
        type: "file-read",
        position: { x: 400, y: 200 },
        retry: { attempts: 8, backoffMs: 50 },
      },
      {
        id: "summary",
        type: "transform",
        parameters: { expression: '{ "cards": results.path, "last": last }' },
        position: { x: 600, y: 100 },
      },
    ],
    edges: edges(
      ["planets.value", "later.items"],
      ["later.items", "cards.items"],
      ["folder.value", "cards.folder"],
      ["folder.value", "place.folder"],
      ["place.text", "last.path"],
      ["cards.results", "summary.results"],
      ["last.content", "summary.last"],
    ),
  },
};
