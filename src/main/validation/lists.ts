import "reflect-metadata";
import { isMap, isSet } from "node:util/types";
import { getMetadataStorage, ValidationTypes } from "class-validator";
import type { ReportIssue } from "./check.js";
import { isRecord } from "./opaques.js";

/** Declared types that say nothing of whether one object or many are meant. */
const EITHER = new Set<unknown>([undefined, Object, Map, Set]);

/**
 * Reports lists where a DTO declares one nested DTO, and the other way round: class-validator's
 * `@ValidateNested()` validates what it finds and lets either stand for the other, an empty list above all.
 */
export function checkLists(instance: object, path: string, report: ReportIssue): void {
  for (const property of nestedProperties(instance)) {
    const value = (instance as Record<string, unknown>)[property];
    const declared = Reflect.getMetadata("design:type", instance.constructor.prototype, property);
    const place = `${path}.${property}`;
    if (value === undefined || value === null) continue;
    if (declared === Array && !Array.isArray(value)) {
      report({ path: place, constraint: "isArray", message: `${property} must be an array` });
    } else if (declared !== Array && !EITHER.has(declared) && isList(value)) {
      report({ path: place, constraint: "isObject", message: `${property} must be an object, not a list` });
    } else {
      checkWithin(value, place, report);
    }
  }
}

function checkWithin(value: unknown, path: string, report: ReportIssue): void {
  if (isRecord(value)) checkLists(value, path, report);
  if (!Array.isArray(value)) return;
  for (const [index, item] of value.entries()) checkWithin(item, `${path}[${index}]`, report);
}

function nestedProperties(instance: object): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(instance.constructor, "", false, false);
  const nested = rules.filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION);
  return new Set(nested.map(({ propertyName }) => propertyName));
}

const isList = (value: unknown): boolean => Array.isArray(value) || isMap(value) || isSet(value);
