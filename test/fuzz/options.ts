import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run fuzz -- [options]

Sends what nobody would write, but could, to this package and to Atomiton: frames of both codecs, workflow files,
JSONata expressions. Each must be answered, with data alone or an error that says why not, and nobody else may
notice.

  --seed N          where the random begins; it is printed, so that a run can be repeated (default random)
  --frames N        frames of each codec (default 200000)
  --workflows N     workflow files (default 10000)
  --expressions N   expressions (default 50000)
  --only A,B        only these of: codec, workflow, expression
  --help            this text`;

export const PARTS = ["codec", "workflow", "expression"] as const;
export type Part = (typeof PARTS)[number];

export interface FuzzOptions {
  seed: number;
  frames: number;
  workflows: number;
  expressions: number;
  only: readonly Part[];
  help: boolean;
}

/** @throws Error saying which argument is wrong. */
export function readOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      frames: { type: "string", default: "200000" },
      workflows: { type: "string", default: "10000" },
      expressions: { type: "string", default: "50000" },
      only: { type: "string", default: PARTS.join() },
      help: { type: "boolean", default: false },
    },
  });
  return {
    seed: whole("--seed", values.seed, 0),
    frames: whole("--frames", values.frames, 1),
    workflows: whole("--workflows", values.workflows, 1),
    expressions: whole("--expressions", values.expressions, 1),
    only: values.only.split(",").map(part),
    help: values.help,
  };
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && text !== "") return number;
  throw new Error(`${name} ${text}: it must be a whole number, ${least} or more`);
}

function part(name: string): Part {
  const found = PARTS.find((known) => known === name);
  if (found === undefined) throw new Error(`There is no part ${name}; there are ${PARTS.join(", ")}`);
  return found;
}
