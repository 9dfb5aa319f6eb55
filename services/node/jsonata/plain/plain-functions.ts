import { isRecord } from "../../../../src/validation/is-record.js";
import { type Budget, ELSEWHERE } from "./budget.js";
import { appended, isNumber, lookup, namesOf, type Sequences, textOf, truth } from "./plain-values.js";

/** What a function works with. */
export interface Tools {
  budget: Budget;
  sequences: Sequences;
}

type PlainFunction = (args: readonly unknown[], tools: Tools) => unknown;

/**
 * The built-ins that may be called in this process: pure, without functions and regular expressions among what they
 * take. They are written for the arguments that they are meant for; with others, and wherever the library has an
 * error, an evaluation is done elsewhere. By name, with the number of arguments.
 */
const FUNCTIONS: ReadonlyMap<unknown, readonly [arities: readonly number[], call: PlainFunction]> = new Map<
  unknown,
  readonly [readonly number[], PlainFunction]
>([
  // Of anything.
  ["exists", [[1], ([value]) => value !== undefined]],
  ["boolean", [[1], ([value], { budget }) => truth(value, budget)]],
  ["not", [[1], ([value], { budget }) => (value === undefined ? undefined : truth(value, budget) !== true)]],
  ["type", [[1], ([value]) => (value === undefined ? undefined : typeOf(value))]],
  ["string", [[1], ([value]) => (value === undefined ? undefined : textOf(value))]],
  // Of lists.
  ["count", [[1], ([value]) => (value === undefined ? 0 : listOf(value).length)]],
  ["append", [[2], ([left, right], { budget }) => appended(left, right, budget)]],
  ["reverse", [[1], ([value], { budget }) => present(value, () => reversed(listOf(value), budget))]],
  ["sum", [[1], ofNumbers((numbers) => total(numbers))]],
  [
    "average",
    [[1], ofNumbers((numbers) => (numbers.length > 0 ? total(numbers) / numbers.length : undefined))],
  ],
  ["max", [[1], ofNumbers((numbers) => (numbers.length > 0 ? Math.max(...numbers) : undefined))]],
  ["min", [[1], ofNumbers((numbers) => (numbers.length > 0 ? Math.min(...numbers) : undefined))]],
  ["join", [[1, 2], joined]],
  // Of objects.
  ["keys", [[1], ([value], { budget, sequences }) => sequences.of(...namesOf(record(value), budget))]],
  ["lookup", [[2], ([value, name], { budget, sequences }) => lookup(value, text(name), sequences, budget)]],
  // Of texts.
  ["length", [[1], ofText((value) => [...value].length)]],
  ["uppercase", [[1], ofText((value) => value.toUpperCase())]],
  ["lowercase", [[1], ofText((value) => value.toLowerCase())]],
  ["trim", [[1], ofText((value) => value.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, ""))]],
  ["contains", [[2], ofTexts((value, part) => value.includes(part))]],
  ["split", [[2], ofTexts((value, by) => value.split(by))]],
  ["substringBefore", [[2], ofTexts((value, part) => cut(value, part, (at) => [0, at]))]],
  ["substringAfter", [[2], ofTexts((value, part) => cut(value, part, (at) => [at + part.length]))]],
  ["substring", [[2, 3], substring]],
  // Of numbers.
  ["number", [[1], ([value], { budget }) => present(value, () => toNumber(value, budget))]],
  ["abs", [[1], ofNumber(Math.abs)]],
  ["floor", [[1], ofNumber(Math.floor)]],
  ["ceil", [[1], ofNumber(Math.ceil)]],
  ["round", [[1], ofNumber(toNearest)]],
  ["sqrt", [[1], ofNumber(Math.sqrt)]],
  ["power", [[2], ([base, exponent], tools) => ofNumber(powerOf(number(exponent)))([base], tools)]],
]);

/** Whether a function may be called in this process with so many arguments. */
export const isPlainFunction = (name: unknown, args: number): boolean =>
  FUNCTIONS.get(name)?.[0].includes(args) === true;

/** @throws `ELSEWHERE` for arguments that are not those it is meant for. */
export function callPlain(name: unknown, args: readonly unknown[], tools: Tools): unknown {
  const [, call] = FUNCTIONS.get(name) ?? [];
  if (call === undefined) throw ELSEWHERE;
  return call(args, tools);
}

/** Characters that a search looks at in a step: it takes next to no time. */
const LOOKED_AT_ONCE = 1024;

/** Of nothing most functions give nothing. */
const present = (value: unknown, make: () => unknown): unknown => (value === undefined ? undefined : make());

function listOf(value: unknown): readonly unknown[] {
  if (typeof value === "bigint") throw ELSEWHERE;
  return Array.isArray(value) ? value : [value];
}

function text(value: unknown): string {
  if (typeof value !== "string") throw ELSEWHERE;
  return value;
}

function number(value: unknown): number {
  if (!isNumber(value)) throw ELSEWHERE;
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw ELSEWHERE;
  return value;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw ELSEWHERE;
  return value;
}

function ofText(make: (value: string) => unknown): PlainFunction {
  return ([value], { budget }) =>
    present(value, () => {
      budget.spend(text(value).length);
      return make(text(value));
    });
}

function ofTexts(make: (value: string, other: string) => unknown): PlainFunction {
  return ([value, other], tools) => {
    const given = text(other);
    return ofText((one) => {
      // A search may look at each character of one for each of the other.
      tools.budget.spend((one.length * given.length) / LOOKED_AT_ONCE);
      return make(one, given);
    })([value], tools);
  };
}

function ofNumber(make: (value: number) => number): PlainFunction {
  return ([value]) => present(value, () => finite(make(number(value))));
}

function ofNumbers(make: (numbers: readonly number[]) => number | undefined): PlainFunction {
  return ([value], { budget }) =>
    present(value, () => {
      const list = listOf(value);
      budget.spend(list.length);
      const made = make(list.map(number));
      return made === undefined ? undefined : finite(made);
    });
}

const powerOf = (exponent: number) => (base: number) => base ** exponent;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function reversed(list: readonly unknown[], budget: Budget): readonly unknown[] {
  budget.spend(list.length);
  return list.length > 1 ? [...list].reverse() : list;
}

function joined([value, by = ""]: readonly unknown[], { budget }: Tools): string | undefined {
  const between = text(by);
  if (value === undefined) return undefined;
  const texts = listOf(value).map(text);
  for (const { length } of texts) budget.spend(length + between.length);
  return texts.join(between);
}

/** A part of a text, before or after another; the whole when that is not in it. */
function cut(value: string, part: string, range: (at: number) => [from: number, to?: number]): string {
  const at = value.indexOf(part);
  return at === -1 ? value : value.slice(...range(at));
}

function substring([value, start, ...rest]: readonly unknown[], tools: Tools): unknown {
  const from = number(start);
  const [length] = rest.map(number);
  return ofText((one) => charactersOf([...one], from, length).join(""))([value], tools);
}

function charactersOf(all: readonly string[], start: number, length: number | undefined): readonly string[] {
  const from = all.length + start < 0 ? 0 : start;
  if (length === undefined) return all.slice(from);
  return length <= 0 ? [] : all.slice(from, (from >= 0 ? from : all.length + from) + length);
}

function toNumber(value: unknown, budget: Budget): number {
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return number(value);
  budget.spend(value.length);
  if (!/^(-?\d+(\.\d+)?(e[-+]?\d+)?|0x[\da-f]+)$/i.test(value)) throw ELSEWHERE;
  return finite(Number(value));
}

/** To the nearest whole number, and of two the even one. */
function toNearest(value: number): number {
  const nearest = Math.round(value);
  const even = Math.abs(nearest - value) === 0.5 && Math.abs(nearest % 2) === 1 ? nearest - 1 : nearest;
  // It has no -0.
  return even === 0 ? 0 : even;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "string" || typeof value === "boolean") return typeof value;
  return isNumber(value) ? "number" : "object";
}
