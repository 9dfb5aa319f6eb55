import "reflect-metadata";
import type { ClassConstructor } from "class-transformer";
import { plainToInstance } from "class-transformer";
import type { ValidationError } from "class-validator";
import { getMetadataStorage, validate } from "class-validator";
import type { Class } from "../../../decorators/metadata.js";
import type { ReportIssue } from "./check.js";

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** Whether class-validator knows any rule for the class or an ancestor. */
export const describesDto = (dto: Class): boolean =>
  getMetadataStorage().getTargetValidationMetadatas(dto as never, "", false, false).length > 0;

/** Makes an instance of the DTO class from plain data and validates it: the one place that does. */
export async function checkDto(
  dto: Class,
  value: unknown,
  path: string,
  report: ReportIssue,
): Promise<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    report({ path, constraint: "isObject", message: `must be an object (${dto.name})` });
    return value;
  }
  const instance = instanceOf(dto, value);
  if (instance === undefined) {
    report({ path, constraint: "isAcyclic", message: `must not refer to itself (${dto.name})` });
    return value;
  }
  for (const error of await validate(instance, OPTIONS)) reportError(error, path, report);
  return instance;
}

/** Nothing when the data never ends: class-transformer follows cycles until the stack does. */
function instanceOf(dto: Class, value: object): object | undefined {
  try {
    return plainToInstance(dto as ClassConstructor<object>, value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function reportError(error: ValidationError, parent: string, report: ReportIssue): void {
  // class-validator names an element of a list by its index.
  const path = /^\d+$/.test(error.property) ? `${parent}[${error.property}]` : `${parent}.${error.property}`;
  for (const [constraint, message] of Object.entries(error.constraints ?? {})) {
    report({ path, constraint, message });
  }
  for (const child of error.children ?? []) reportError(child, path, report);
}
