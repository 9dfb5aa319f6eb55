import "reflect-metadata";
import { plainToInstance } from "class-transformer";
import { type ValidationError, validate } from "class-validator";
import type { Newable } from "inversify";
import { invalidNode, type NodeIssue } from "./invalid-node.js";

const RULES = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

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
  const checked = withDefaults(dto, instanceOf(dto, given));
  const errors = await validate(checked, RULES);
  if (errors.length > 0) throw invalidNode(...errors.flatMap((error) => issuesOf(error, "parameters")));
  return checked;
}

function instanceOf<Dto extends object>(dto: Newable<Dto>, given: Record<string, unknown>): Dto {
  try {
    return plainToInstance(dto, given);
  } catch (error) {
    // class-transformer follows cycles until the stack ends.
    if (!(error instanceof RangeError)) throw error;
    throw invalidNode({
      path: "parameters",
      constraint: "isAcyclic",
      message: "must not refer to themselves",
    });
  }
}

function withDefaults<Dto extends object>(dto: Newable<Dto>, instance: Dto): Dto {
  const values = instance as Record<string, unknown>;
  for (const [name, value] of Object.entries(new dto())) {
    if (value !== undefined) values[name] ??= value;
  }
  return instance;
}

function issuesOf({ property, constraints, children }: ValidationError, parent: string): NodeIssue[] {
  const path = `${parent}.${property}`;
  const own = Object.entries(constraints ?? {}).map(([constraint, message]) => ({
    path,
    constraint,
    message,
  }));
  return [...own, ...(children ?? []).flatMap((child) => issuesOf(child, path))];
}
