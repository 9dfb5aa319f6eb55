import { setImmediate } from "node:timers/promises";
import type { Newable } from "inversify";
import { isRecord } from "../../validation/is-record.js";
import { type DtoIssue, readDto } from "../../validation/read-dto.js";

/** How many elements of a list are checked before others get a turn. */
const ELEMENTS_PER_TURN = 50;

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
  const { instance, issues } = await readDto(dto, given, path);
  report(...issues);
  return instance;
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
