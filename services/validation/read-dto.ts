import "reflect-metadata";
import { plainToInstance } from "class-transformer";
import { type ValidationError, validate } from "class-validator";
import type { Newable } from "inversify";
import { passedOver } from "../../src/validation/passed-over.js";
import { shapeIssues } from "../../src/validation/shape.js";

const RULES = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** One reason why something is refused. */
export interface DtoIssue {
  /** Where, e.g. `workflow.nodes[0].type`. */
  path: string;
  /** The rule that was broken: class-validator's name of it, e.g. `isString`. */
  constraint: string;
  message: string;
}

/** An instance of a DTO class, and what is wrong with it. */
export interface ReadDto<Dto> {
  instance: Dto;
  issues: DtoIssue[];
}

/**
 * Makes an instance of a DTO class of what was given, and validates it.
 *
 * @param complete Adds to the instance before it is validated.
 */
export async function readDto<Dto extends object>(
  dto: Newable<Dto>,
  given: Record<string, unknown>,
  path: string,
  complete: (instance: Dto) => void = () => {},
): Promise<ReadDto<Dto>> {
  const shape = [...shapeIssues(dto, given)].map(({ path: inside, ...issue }) => ({
    path: inside.reduce<string>((at, key) => pathOf(at, String(key)), path),
    ...issue,
  }));
  if (shape.length > 0) return { instance: new dto(), issues: shape };
  const made = instanceOf(dto, given, path);
  if ("issue" in made) return { instance: new dto(), issues: [made.issue] };
  const { instance } = made;
  const lost = [...passedOver(given, instance)].map(({ path: inside, name }) =>
    unknownProperty(path, inside, name),
  );
  complete(instance);
  const errors = await validate(instance, RULES);
  return { instance, issues: [...lost, ...errors.flatMap((error) => issuesOf(error, path))] };
}

/** What class-transformer makes of the data, or why it cannot make anything of it. */
function instanceOf<Dto extends object>(
  dto: Newable<Dto>,
  given: Record<string, unknown>,
  path: string,
): { instance: Dto } | { issue: DtoIssue } {
  try {
    return { instance: plainToInstance(dto, given, { exposeDefaultValues: true }) };
  } catch (error) {
    // It follows cycles until the stack ends, and takes what values have as `constructor` for one.
    if (error instanceof RangeError) {
      return { issue: { path, constraint: "isAcyclic", message: "must not refer to itself" } };
    }
    if (error instanceof TypeError) {
      return { issue: { path, constraint: "isPlain", message: "must be plain data" } };
    }
    throw error;
  }
}

function unknownProperty(parent: string, inside: readonly (string | number)[], name: string): DtoIssue {
  const path = inside.reduce<string>((at, key) => pathOf(at, String(key)), parent);
  return {
    path: pathOf(path, name),
    constraint: "whitelistValidation",
    message: `property ${name} should not exist`,
  };
}

const pathOf = (parent: string, key: string): string =>
  /^\d+$/.test(key) ? `${parent}[${key}]` : `${parent}.${key}`;

function issuesOf({ property, constraints, children }: ValidationError, parent: string): DtoIssue[] {
  const path = pathOf(parent, property);
  const here = Object.entries(constraints ?? {}).map(([constraint, message]) => ({
    path,
    constraint,
    message,
  }));
  return [...here, ...(children ?? []).flatMap((child) => issuesOf(child, path))];
}
