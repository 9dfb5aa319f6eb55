import { edges } from "./edges.js";
import { ELEMENTS_CSV } from "./elements.csv.js";
import type { WorkflowSample } from "./workflow-sample.js";

/** Each element once, its phase in lower case. */
const TIDY = `$distinct(items.{
  "number": number, "symbol": symbol, "name": name, "mass": mass, "phase": $lowercase(phase)
})`;

const GROUP = `[$each(rows{ phase: $ }, function($in, $phase) {{
  "phase": $phase,
  "count": $count($in),
  "meanMass": $round($average($in.mass), 3),
  "lightest": $in^(mass)[0].name,
  "heaviest": $in^(>mass)[0].name
}})]^(phase)`;

const REPORT = `# The elements by phase

| phase | elements | mean mass | lightest | heaviest |
| --- | ---: | ---: | --- | --- |
{{#groups}}
| {{phase}} | {{count}} | {{meanMass}} | {{lightest}} | {{heaviest}} |
{{/groups}}
`;

/** Reads a table as it is found, cleans and groups it, and writes a report. */
export const elementsReport: WorkflowSample = {
  id: "elements-report",
  inputs: { path: "samples/elements.csv" },
  files: { "samples/elements.csv": ELEMENTS_CSV },
  workflow: {
    name: "Report on the elements",
    description:
      "Reads a CSV file of the chemical elements, leaves out those without an atomic weight and those named twice, and writes a report by phase.",
    nodes: [
      { id: "read", type: "file-read", position: { x: 0, y: 0 } },
      {
        id: "parse",
        type: "csv-parse",
        parameters: { numbers: true, trim: true },
        position: { x: 200, y: 0 },
      },
      {
        id: "measured",
        type: "filter",
        parameters: { predicate: '$type(mass) = "number"' },
        position: { x: 400, y: 0 },
      },
      { id: "tidy", type: "transform", parameters: { expression: TIDY }, position: { x: 600, y: 0 } },
      { id: "group", type: "transform", parameters: { expression: GROUP }, position: { x: 800, y: 0 } },
      { id: "report", type: "template", parameters: { template: REPORT }, position: { x: 1000, y: 0 } },
      {
        id: "write",
        type: "file-write",
        parameters: { path: "reports/elements.md" },
        position: { x: 1200, y: 0 },
      },
    ],
    edges: edges(
      ["read.content", "parse.text"],
      ["parse.rows", "measured.items"],
      ["measured.items", "tidy.items"],
      ["tidy.value", "group.rows"],
      ["group.value", "report.groups"],
      ["report.text", "write.content"],
    ),
    outputs: [
      { name: "groups", from: { node: "group", port: "value" } },
      { name: "report", from: { node: "report", port: "text" } },
      { name: "path", from: { node: "write", port: "path" } },
    ],
  },
};
