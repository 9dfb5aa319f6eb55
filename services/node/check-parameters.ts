import type { Newable } from "inversify";
import { DtoValidator } from "../../src/validation/index.js";
import { own } from "../values/own.js";
import { invalidNode } from "./invalid-node.js";

/**
 * Makes an instance of a node type's DTO class from what was given. A parameter with a default may be
 * left out or null.
 *
 * @throws RpcError `INVALID_PARAMS`, with the reasons in `data.issues`.
 */
export async function checkParameters<Dto extends object>(
  dto: Newable<Dto>,
  given: Record<string, unknown>,
): Promise<Dto> {
  const defaults = new dto() as Record<string, unknown>;
  const isGiven = ([name, value]: [string, unknown]) => value !== null || own(defaults, name) === undefined;
  const parameters = new DtoValidator(dto, { path: "parameters" });
  const { instance, issues } = await parameters.explain(
    Object.fromEntries(Object.entries(given).filter(isGiven)),
  );
  if (issues.length > 0) throw invalidNode(...issues);
  return instance;
}
