import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Workload } from "./workload.js";

const folder = join(import.meta.dirname, "workloads");

const byNumber = new Intl.Collator("en", { numeric: true }).compare;

/**
 * Every workload in `workloads/`, or those of the given ids.
 *
 * @throws Error when there is none of an id.
 */
export async function loadWorkloads(only?: readonly string[]): Promise<Workload[]> {
  const all: Workload[] = [];
  for (const file of readdirSync(folder).sort(byNumber)) {
    const module: { workload: Workload } = await import(pathToFileURL(join(folder, file)).href);
    all.push(module.workload);
  }
  if (only === undefined) return all;
  const ids = all.map(({ id }) => id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new Error(`There is no workload ${unknown}; there are ${ids.join(", ")}`);
  return all.filter(({ id }) => only.includes(id));
}
