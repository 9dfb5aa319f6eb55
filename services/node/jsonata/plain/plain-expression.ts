import jsonata from "jsonata";
import { isRecord } from "../../../validation/is-record.js";
import { ExpressionData } from "../expression-data.js";
import { plainWork } from "./plain-cost.js";

/** Characters of an expression that is read in this process. */
const MAX_LENGTH = 1000;

/**
 * What is not on the list of `plain-cost.ts` anyway, or takes the parser a time that doubles with each: what has
 * any of it is not even read here.
 */
const NOT_PLAIN = /\?[:?]|~>|:=|\.\.|\*\*|[|^@#λ]|\bfunction\b/;

/** What evaluating may come to; a small part of what others can be kept waiting for. */
const MAX_WORK = 50_000;

const TRUTH = jsonata("$boolean($)");

/** An expression that only reads, small enough to be evaluated in this process. */
export class PlainExpression {
  private constructor(private readonly compiled: jsonata.Expression) {}

  /**
   * Nothing for an expression that has to be evaluated elsewhere.
   *
   * @throws what JSONata throws for what is not an expression.
   */
  static of(expression: string): PlainExpression | undefined {
    if (expression.length > MAX_LENGTH || NOT_PLAIN.test(expression)) return undefined;
    const compiled = jsonata(expression);
    return plainWork(compiled.ast(), 1) <= MAX_WORK ? new PlainExpression(compiled) : undefined;
  }

  /** Whether data is small enough, and means to JSONata what it means to others. */
  takes({ size, hasMarks }: ExpressionData): boolean {
    return !hasMarks && plainWork(this.compiled.ast(), size) <= MAX_WORK;
  }

  /** What it gives; parts of the data are those that were given. */
  async evaluate({ value, originals }: ExpressionData): Promise<unknown> {
    return plain(await this.compiled.evaluate(value), originals);
  }

  async holds({ value }: ExpressionData): Promise<boolean> {
    const result: unknown = await this.compiled.evaluate(value);
    return typeof result === "boolean" ? result : (await TRUTH.evaluate(result)) === true;
  }
}

/** A result without what JSONata notes on the lists it makes. */
function plain(value: unknown, originals: ReadonlyMap<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (originals.has(value)) return originals.get(value);
  if (Array.isArray(value)) return Array.from(value, (member) => plain(member, originals));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, originals)]));
}
