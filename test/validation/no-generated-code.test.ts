import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { bundle } from "../support/bundle.js";

const root = join(import.meta.dirname, "..", "..");

/** Validates in a process of its own, and tells what it makes. */
const SCRIPT = `
import { Type } from "class-transformer";
import { IsInt, ValidateNested } from "class-validator";
import { acceptors } from "./src/validation/acceptors.js";
import { DtoValidator, UNSURE } from "./src/validation/index.js";

class Point { @IsInt() x!: number }
class Line { @ValidateNested({ each: true }) @Type(() => Point) points!: Point[] }

const lines = new DtoValidator(Line);
const { issues } = await lines.explain({ points: [{ x: 1 }, { x: "1" }] });
console.log(JSON.stringify({
  way: acceptors.assemble.name,
  accepted: lines.accept({ points: [{ x: 1 }] }),
  unsure: lines.accept({ points: [{ x: "1" }] }) === UNSURE,
  issues: issues.map(({ path }) => path),
}));
`;

it.each([
  ["generated", []],
  ["assembled", ["--disallow-code-generation-from-strings"]],
])("%s where the process is started with %j", (way, flags) => {
  const printed = execFileSync(process.execPath, [...flags, "--input-type=module", "-"], {
    cwd: root,
    input: bundle({ text: SCRIPT }),
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(JSON.parse(printed)).toEqual({
    way,
    accepted: { points: [{ x: 1 }] },
    unsure: true,
    issues: ["value.points[1].x"],
  });
});
