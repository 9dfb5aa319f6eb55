import "reflect-metadata";
import { isMap, isSet } from "node:util/types";
import { getMetadataStorage, ValidationTypes } from "class-validator";
import { isRecord } from "../../validation/is-record.js";
import type { ReportIssue } from "./check.js";

/** Declared types that say nothing of whether one object or many are meant. */
const EITHER = new Set<unknown>([undefined, Object, Map, Set]);

/**
 * Reports lists where a DTO declares one nested DTO, and the other way round: class-validator's
 * `@ValidateNested()` validates what it finds and lets either stand for the other, an empty list above all.
 * It also fails on a Map whose keys are no strings, and on what has no class at all.
 *
 * @returns Whether there was nothing to report.
 */
export function checkLists(instance: object, path: string, report: ReportIssue): boolean {
  let sound = true;
  for (const [property, declared] of nestedProperties(instance.constructor)) {
    const value = (instance as Record<string, unknown>)[property];
    const place = `${path}.${property}`;
    const mistake = listMistake(value, declared);
    if (mistake !== undefined) report({ path: place, ...mistake });
    sound = mistake === undefined && checkWithin(value, place, report) && sound;
  }
  return sound;
}

function listMistake(value: unknown, declared: unknown): { constraint: string; message: string } | undefined {
  if (value === undefined || value === null) return undefined;
  if (declared === Array) {
    return Array.isArray(value) ? undefined : { constraint: "isArray", message: "must be an array" };
  }
  const isList = Array.isArray(value) || isMap(value) || isSet(value);
  if (!isList || EITHER.has(declared)) return undefined;
  return { constraint: "isObject", message: "must be an object, not a list" };
}

function checkWithin(value: unknown, path: string, report: ReportIssue): boolean {
  if (isRecord(value) && typeof value.constructor === "function") return checkLists(value, path, report);
  if (isRecord(value) || (isMap(value) && [...value.keys()].some((key) => typeof key !== "string"))) {
    report({ path, constraint: "isObject", message: "must be an object of its class" });
    return false;
  }
  const items = isMap(value) ? value : isSet(value) || Array.isArray(value) ? [...value].entries() : [];
  let sound = true;
  for (const [key, item] of items) sound = checkWithin(item, `${path}[${key}]`, report) && sound;
  return sound;
}

const nestedByClass = new WeakMap<object, Map<string, unknown>>();

/** The properties of a class that hold nested DTOs, each with its declared type. */
function nestedProperties(dto: NewableFunction): Map<string, unknown> {
  const known = nestedByClass.get(dto);
  if (known !== undefined) return known;
  const properties = new Map<string, unknown>();
  for (const { type, propertyName } of getMetadataStorage().getTargetValidationMetadatas(
    dto,
    "",
    false,
    false,
  )) {
    if (type !== ValidationTypes.NESTED_VALIDATION) continue;
    properties.set(propertyName, Reflect.getMetadata("design:type", dto.prototype, propertyName));
  }
  nestedByClass.set(dto, properties);
  return properties;
}
