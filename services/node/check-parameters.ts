import type { Newable } from "inversify";
import { readDto } from "../validation/read-dto.js";
import { own } from "../values/own.js";
import { invalidNode } from "./invalid-node.js";

/**
 * Makes an instance of a node type's DTO class from what was given. A parameter with a default may be
 * left out or null.
 *
 * @throws RpcError `INVALID_PARAMS`, with every reason in `data.issues`.
 */
export async function checkParameters<Dto extends object>(
  dto: Newable<Dto>,
  given: Record<string, unknown>,
): Promise<Dto> {
  const { instance, issues } = await readDto(dto, given, "parameters", (made) => addDefaults(dto, made));
  if (issues.length > 0) throw invalidNode(...issues);
  return instance;
}

function addDefaults<Dto extends object>(dto: Newable<Dto>, instance: Dto): void {
  const values = instance as Record<string, unknown>;
  const missing = Object.entries(new dto()).filter(
    ([name, value]) => value !== undefined && (own(values, name) ?? undefined) === undefined,
  );
  Object.assign(instance, Object.fromEntries(missing));
}
