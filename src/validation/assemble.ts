import { isPromise } from "node:util/types";
import { type Acceptor, UNSURE } from "./acceptor.js";
import type { PropertyPlan } from "./dto-plan.js";
import { isPlain } from "./is-record.js";
import { isPrototypeKey, type PayloadWalk } from "./payload-limits.js";
import { holds, type Rule } from "./rule.js";
import type { Step } from "./steps.js";

/** What an acceptor is made of. */
export interface AcceptorParts {
  dto: new () => Record<string, unknown>;
  members: readonly Member[];
  /** How many of the data's properties are a discriminator, which the instance does not get. */
  discriminators: 0 | 1;
  /** The length of the longest name. */
  longestName: number;
  /** Called when a rule turns out to be asynchronous: the class is the libraries' from then on. */
  demote: () => void;
}

/** A property of an acceptor's class. */
export interface Member extends Pick<PropertyPlan, "name" | "conditions" | "optional" | "rules" | "nested"> {
  /** Makes the instance's value of the data's; absent where the data says nothing of it. */
  step: Step | undefined;
}

/** An acceptor without generated code. */
export function assembled(parts: AcceptorParts): Acceptor {
  const { dto: Dto, members, discriminators, longestName } = parts;
  return (data, depth, walk) => {
    if (!isPlain(data) || depth > walk.maxDepth || longestName > walk.maxStringLength) return UNSURE;
    const instance = new Dto();
    let given = discriminators as number;
    for (const { name, step, nested } of members) {
      const value = step && data[name];
      if (value === undefined) {
        if (nested && !isUnset(instance[name])) return UNSURE;
        continue;
      }
      const made = (step as Step)(value, depth + 1, walk);
      if (made === UNSURE) return UNSURE;
      instance[name] = made;
      given++;
    }
    let keys = 0;
    for (const _ in data) keys++;
    if ((keys !== given && keys !== given + unset(data, walk)) || !walk.count(keys)) return UNSURE;
    return members.every((member) => isValid(parts, member, instance)) ? instance : UNSURE;
  };
}

/** Whether a nested property's default is not a DTO, which would have to be validated. */
const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** How many properties the data has that are as absent, because they are undefined. Their names count. */
const unset = (data: Record<string, unknown>, walk: PayloadWalk): number =>
  Object.entries(data).filter(([key, value]) => value === undefined && !isPrototypeKey(key) && walk.text(key))
    .length;

function isValid(parts: AcceptorParts, member: Member, instance: Record<string, unknown>): boolean {
  const { name, conditions, optional, nested, rules } = member;
  const value = instance[name];
  if (optional && (value === undefined || value === null)) return true;
  if (!conditions.every((condition) => condition(instance, value))) return true;
  return !(nested && value === null) && rules.every((rule) => isTrue(parts, holds(rule, instance, value)));
}

function isTrue({ demote }: AcceptorParts, result: unknown): boolean {
  if (result === true) return true;
  if (!isPromise(result)) return Boolean(result);
  // The libraries will call the rule again, and wait.
  result.catch(() => {});
  demote();
  return false;
}

/** Whether the process may make functions of text. */
export function canGenerate(): boolean {
  try {
    new Function("");
    return true;
  } catch {
    return false;
  }
}

/** What generated code is given, by the names it has there. */
const GIVEN = { UNSURE, isPlain, isUnset, unset, isValid, isTrue, holds };

/**
 * The same as `assembled`, written out for one class, so that each place in the code sees one shape of object. Names
 * are in it as string literals alone.
 */
export function generated(parts: AcceptorParts): Acceptor {
  const given = { ...GIVEN, parts, Dto: parts.dto, targetName: parts.dto.name, ...namesOf(parts) };
  const body = `"use strict";
return (data, depth, walk) => {
  if (!isPlain(data) || depth > walk.maxDepth || ${parts.longestName} > walk.maxStringLength) return UNSURE;
  const instance = new Dto();
  let given = ${parts.discriminators}, keys = 0, result;
${parts.members.map(readCode).join("\n")}
  for (const key in data) keys++;
  if ((keys !== given && keys !== given + unset(data, walk)) || !walk.count(keys)) return UNSURE;
${parts.members.map(rulesCode).join("\n")}
  return instance;
};`;
  return new Function(...Object.keys(given), body)(...Object.values(given)) as Acceptor;
}

/** The steps, members and rules of a class, by the names they have in its code. */
function namesOf({ members }: AcceptorParts): Record<string, unknown> {
  const named = members.flatMap((member, index) => [
    [`step${index}`, member.step],
    [`member${index}`, member],
    ...member.rules.flatMap((rule, at) => [
      [`rule${index}_${at}`, rule],
      [`validator${index}_${at}`, rule.validator],
      [`constraints${index}_${at}`, rule.metadata.constraints],
    ]),
  ]);
  return Object.fromEntries(named);
}

function readCode({ name, step, nested }: Member, index: number): string {
  const key = JSON.stringify(name);
  const value = `value${index}`;
  const absent = `${value} = instance[${key}];${nested ? ` if (!isUnset(${value})) return UNSURE;` : ""}`;
  if (step === undefined) return `  let ${absent}`;
  return `  let ${value} = data[${key}];
  if (${value} === undefined) { ${absent} }
  else {
    ${value} = step${index}(${value}, depth + 1, walk);
    if (${value} === UNSURE) return UNSURE;
    instance[${key}] = ${value};
    given++;
  }`;
}

/** The rules that are asked of the value alone stand in the code; all others are for `isValid`. */
function rulesCode({ name, conditions, optional, nested, rules }: Member, index: number): string {
  if (conditions.length > 0) return `  if (!isValid(parts, member${index}, instance)) return UNSURE;`;
  const value = `value${index}`;
  const checks = rules.map((rule, at) => ruleCode(rule, JSON.stringify(name), value, `${index}_${at}`));
  if (nested) checks.unshift(`if (${value} === null) return UNSURE;`);
  const code = checks.map((check) => `    ${check}`).join("\n");
  return optional ? `  if (${value} !== undefined && ${value} !== null) {\n${code}\n  }` : code;
}

function ruleCode({ metadata }: Rule, property: string, value: string, at: string): string {
  const call =
    metadata.each || metadata.validateIf !== undefined
      ? `holds(rule${at}, instance, ${value})`
      : `validator${at}.validate(${value}, { targetName, property: ${property}, object: instance, value: ${value}, constraints: constraints${at} })`;
  return `result = ${call}; if (result !== true && !isTrue(parts, result)) return UNSURE;`;
}
