import jsonata from "jsonata";
import { isPlain, type Node } from "./closed-list.js";
import { PlainEvaluation } from "./plain-evaluation.js";

/** Characters of an expression that is read in this process. */
const MAX_LENGTH = 1000;

/**
 * What is not on the list of `closed-list.ts` anyway, or takes the parser a time that doubles with each: what has
 * any of it is not even read here.
 */
const NOT_PLAIN = /\?[:?]|~>|:=|\.\.|\*\*|[|^@#λ]|\bfunction\b/;

/** What an evaluation has come to. */
export interface Found<Value> {
  value: Value;
}

/** An expression that only reads, which may be evaluated in this process. */
export class PlainExpression {
  private constructor(private readonly tree: Node) {}

  /**
   * Nothing for an expression that has to be evaluated elsewhere.
   *
   * @throws what JSONata throws for what is not an expression.
   */
  static of(expression: string): PlainExpression | undefined {
    if (expression.length > MAX_LENGTH || NOT_PLAIN.test(expression)) return undefined;
    const tree: unknown = jsonata(expression).ast();
    return isPlain(tree) ? new PlainExpression(tree) : undefined;
  }

  /** What it gives, parts of the data as they were given; nothing where it has to be evaluated elsewhere. */
  evaluate(data: unknown): Found<unknown> | undefined {
    return found(() => new PlainEvaluation(data).value(this.tree));
  }

  /** Whether it holds; nothing where it has to be evaluated elsewhere. */
  holds(data: unknown): Found<boolean> | undefined {
    return found(() => new PlainEvaluation(data).holds(this.tree));
  }
}

function found<Value>(evaluate: () => Value): Found<Value> | undefined {
  try {
    return { value: evaluate() };
  } catch {
    // Mostly `ELSEWHERE`. Whatever else it is, there it harms nobody, and shows if it is the expression's own.
    return undefined;
  }
}
