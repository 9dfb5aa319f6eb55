import { isPromise } from "node:util/types";
import { type ValidationError, ValidationTypes, validate } from "class-validator";
import type { Class } from "../../decorators/metadata.js";
import { RpcError } from "../../decorators/rpc-error.js";
import { isRecord } from "./is-record.js";
import { MAX_ISSUES, pathIn, type ReportIssue, type ValidationIssue } from "./issue.js";
import { Cycle, type MadeObject, Maker } from "./make.js";
import { hideSeen, isPartlySeen } from "./partly-seen.js";
import { holds } from "./rule.js";

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true } as const;

/** Issues that class-validator makes by itself, whatever rules there are. */
const OF_NO_RULE = new Set<string>([
  ValidationTypes.WHITELIST,
  ValidationTypes.NESTED_VALIDATION,
  "unknownValue",
]);

/**
 * Makes the instance of a DTO class that an acceptor was not sure of, and reports what the libraries find wrong with
 * it. Of a long list they are given the elements alone that no acceptor is sure of, a hundred at most, as long as that
 * tells whether the whole is valid.
 *
 * @returns The instance, where nothing was reported.
 * @throws What a rule throws, and an RpcError of a `@Transform` or a constructor.
 */
export async function explain(
  dto: Class,
  value: unknown,
  path: string,
  report: ReportIssue,
): Promise<unknown> {
  if (!isRecord(value)) {
    report({ path, constraint: "isObject", message: `must be an object (${dto.name})` });
    return value;
  }
  const { instance, issues } =
    (await look(dto, value, path, MAX_ISSUES)) ?? ((await look(dto, value, path, Infinity)) as Look);
  issues.forEach(report);
  return instance;
}

interface Look {
  instance: unknown;
  issues: readonly ValidationIssue[];
}

/**
 * @param room How many elements may be made that no acceptor is sure of. Where it is infinite, nothing is hidden.
 * @returns Nothing, where what was hidden leaves open whether the value is valid.
 */
async function look(
  dto: Class,
  value: Record<string, unknown>,
  path: string,
  room: number,
): Promise<Look | undefined> {
  const maker = new Maker(room);
  let instance: object;
  try {
    instance = maker.object(dto, value, path);
  } catch (error) {
    return { instance: value, issues: [{ path, ...unreadable(dto, error) }] };
  }
  if (maker.issues.length > 0) return { instance, issues: maker.issues };
  const partly = room === Infinity ? [] : maker.partlySeen.filter(isPartlySeen);
  if (partly.length === 0) return { instance, issues: await validated(instance, path) };
  const broken = maker.objects.map(isBroken);
  const show = hideSeen(partly);
  const issues = await validated(instance, path).finally(show);
  const isSure =
    issues.length > 0
      ? broken.includes(true) || issues.some(({ constraint }) => OF_NO_RULE.has(constraint))
      : maker.room > 0 && broken.every((is) => is === false);
  return isSure ? { instance, issues } : undefined;
}

/** Why nothing could be made of a value. */
function unreadable(dto: Class, error: unknown): Omit<ValidationIssue, "path"> {
  if (error instanceof RpcError) throw error;
  const why = error instanceof Error ? error.message : String(error);
  return error instanceof Cycle || (error instanceof RangeError && why.includes("call stack"))
    ? { constraint: "isAcyclic", message: `must not refer to itself (${dto.name})` }
    : { constraint: "isReadable", message: `cannot be read as ${dto.name}: ${why}` };
}

/** Whether a rule of an object's own does not hold; undefined where that takes time to know. */
function isBroken({ plan, instance }: MadeObject): boolean | undefined {
  const results = [...plan.properties.values()].flatMap(({ name, conditions, optional, rules }) => {
    const value = (instance as Record<string, unknown>)[name];
    if (optional && (value === undefined || value === null)) return [];
    if (!conditions.every((condition) => condition(instance, value))) return [];
    return rules.map((rule) => (rule.isAsync ? undefined : holds(rule, instance, value)));
  });
  for (const result of results) if (isPromise(result)) result.catch(() => {});
  if (results.some((result) => result !== undefined && !result)) return true;
  return results.some((result) => result === undefined || isPromise(result)) ? undefined : false;
}

async function validated(instance: object, path: string): Promise<ValidationIssue[]> {
  return (await validate(instance, OPTIONS)).flatMap((error) => issuesOf(error, path));
}

/**
 * The issues of one error of class-validator's, and of those within. It names an element of a list by its index, and
 * names nothing when the object itself is at fault.
 */
export function issuesOf(
  { property, constraints, children }: ValidationError,
  parent: string,
): ValidationIssue[] {
  const path = property === undefined ? parent : pathIn(parent, property);
  const here = Object.entries(constraints ?? {}).map(([constraint, message]) => ({
    path,
    constraint,
    message,
  }));
  return [...here, ...(children ?? []).flatMap((child) => issuesOf(child, path))];
}
