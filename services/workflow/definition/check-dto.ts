import "reflect-metadata";
import { setImmediate } from "node:timers/promises";
import { plainToInstance } from "class-transformer";
import { type ValidationError, validate } from "class-validator";
import type { Newable } from "inversify";
import { isRecord } from "../../validation/is-record.js";

const RULES = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** How many elements of a list are checked before others get a turn. */
const ELEMENTS_PER_TURN = 50;

/** One reason why something is refused. */
export interface DtoIssue {
  /** Where, e.g. `workflow.nodes[0].type`. */
  path: string;
  constraint: string;
  message: string;
}

/** Makes an instance of a DTO class of what was given, and tells what is wrong with it. */
export async function checkDto<Dto extends object>(
  dto: Newable<Dto>,
  given: unknown,
  path: string,
  report: (...issues: DtoIssue[]) => void,
): Promise<Dto> {
  if (!isRecord(given)) {
    report({ path, constraint: "isObject", message: "must be an object" });
    return new dto();
  }
  try {
    const instance = plainToInstance(dto, given);
    const errors = await validate(instance, RULES);
    report(...errors.flatMap((error) => issuesOf(error, path)));
    return instance;
  } catch (error) {
    // class-transformer follows cycles until the stack ends.
    if (!(error instanceof RangeError)) throw error;
    report({ path, constraint: "isAcyclic", message: "must not refer to itself" });
    return new dto();
  }
}

/** The same for each element of a list, which may be long. */
export async function checkEach<Dto extends object>(
  dto: Newable<Dto>,
  given: readonly unknown[],
  path: string,
  report: (...issues: DtoIssue[]) => void,
): Promise<Dto[]> {
  const instances: Dto[] = [];
  for (const [index, element] of given.entries()) {
    if (index % ELEMENTS_PER_TURN === 0) await setImmediate();
    instances.push(await checkDto(dto, element, `${path}[${index}]`, report));
  }
  return instances;
}

function issuesOf({ property, constraints, children }: ValidationError, parent: string): DtoIssue[] {
  const path = /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
  const own = Object.entries(constraints ?? {}).map(([constraint, message]) => ({
    path,
    constraint,
    message,
  }));
  return [...own, ...(children ?? []).flatMap((child) => issuesOf(child, path))];
}
