import "reflect-metadata";
import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from "class-validator";
import type { Newable } from "inversify";
import { own } from "../values/own.js";
import type { ParameterDescription, ValueType } from "./node-type.js";

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>["getTargetValidationMetadatas"]>[number];

const TYPE_OF_RULE = new Map<string, ValueType>([
  ["isString", "string"],
  ["isInt", "number"],
  ["isNumber", "number"],
  ["isBoolean", "boolean"],
  ["isObject", "object"],
  ["isArray", "array"],
]);

const TYPE_OF_CLASS = new Map<unknown, ValueType>([
  [String, "string"],
  [Number, "number"],
  [Boolean, "boolean"],
  [Array, "array"],
]);

/** What the decorators on a DTO class, and its initializers, say of a node type's parameters. */
export function describeParameters(dto: Newable<object>): ParameterDescription[] {
  const defaults = new dto() as Record<string, unknown>;
  return [...rulesByProperty(dto)].map(([name, rules]) => {
    const value = own(defaults, name);
    return {
      name,
      type: typeOf(dto, name, rules),
      required: value === undefined && !rules.some((rule) => rule.name === IS_OPTIONAL),
      ...(value !== undefined && { default: value }),
      constraints: constraintsOf(rules),
    };
  });
}

function rulesByProperty(dto: Newable<object>): Map<string, Rule[]> {
  const properties = new Map<string, Rule[]>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(dto, "", false, false)) {
    properties.set(rule.propertyName, [...(properties.get(rule.propertyName) ?? []), rule]);
  }
  return properties;
}

function typeOf(dto: Newable<object>, property: string, rules: readonly Rule[]): ValueType {
  if (rules.some(({ each }) => each)) return "array";
  const ruled = rules.map(({ name }) => TYPE_OF_RULE.get(name ?? "")).find((type) => type !== undefined);
  const declared: unknown = Reflect.getMetadata("design:type", dto.prototype, property);
  return ruled ?? TYPE_OF_CLASS.get(declared) ?? "any";
}

/** Rules of one's own are functions, which no caller could use, so only a rule's plain arguments count. */
function constraintsOf(rules: readonly Rule[]): Record<string, unknown[]> {
  const named = rules.filter(({ type }) => type === ValidationTypes.CUSTOM_VALIDATION);
  return Object.fromEntries(
    named.map(({ name = "custom", constraints }) => [name, (constraints ?? []).map(plainArgument)]),
  );
}

const plainArgument = (argument: unknown): unknown =>
  argument instanceof RegExp || typeof argument === "function" ? String(argument) : argument;
