import type jsonata from "jsonata";
import { MARKS, VALUE_SIZE } from "../expression-data.js";
import { at, type Bound, constant, forEach, SAME, sum, times, UNBOUNDED } from "./bound.js";
import { plainFunction } from "./plain-functions.js";

/** What an expression comes to at most: how large its value is, and how much there is to do. */
interface Cost {
  size: Bound;
  work: Bound;
}

/** Of what is not on the list. It stays so whatever it is a part of. */
const NOT_PLAIN: Cost = { size: UNBOUNDED, work: UNBOUNDED };

/** Of a number, a boolean or null. */
const SMALL: Cost = { size: constant(VALUE_SIZE), work: constant(1) };

type Node = Readonly<Record<string, unknown>>;

/** A kind of node: the members it may have, and what it costs. */
interface Kind {
  members: readonly string[];
  cost(node: Node, costs: PlainCosts): Cost;
}

/** Members that mean nothing for the cost, or that every kind may have. */
const COMMON: ReadonlySet<string> = new Set([
  "type",
  "value",
  "position",
  "keepArray",
  "keepSingletonArray",
  "consarray",
  "stages",
  "predicate",
]);

const BINARY: ReadonlySet<unknown> = new Set([
  "+",
  "-",
  "*",
  "/",
  "%",
  "&",
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "and",
  "or",
  "in",
]);

/**
 * The closed list of syntax-tree nodes that are evaluated in this process: paths, literals, arithmetic, comparison,
 * boolean operators, conditions, list and object constructors, and calls by name of the functions in
 * `plain-functions.ts`. No lambda, no variable but the context and the root, no operator that changes anything.
 */
const KINDS: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ["string", { members: [], cost: ({ value }) => text(String(value)) }],
  ["number", { members: [], cost: () => SMALL }],
  ["value", { members: [], cost: () => SMALL }],
  ["name", { members: [], cost: () => CONTEXT }],
  ["variable", { members: [], cost: ({ value }, costs) => costs.variable(value) }],
  ["path", { members: ["steps"], cost: ({ steps }, costs) => costs.path(steps as Node[]) }],
  ["binary", { members: ["lhs", "rhs"], cost: (node, costs) => costs.binary(node) }],
  ["unary", { members: ["expression", "expressions", "lhs"], cost: (node, costs) => costs.unary(node) }],
  [
    "condition",
    {
      members: ["condition", "then", "else"],
      cost: ({ condition, then: first, else: second }, costs) => costs.sum([condition, first, second]),
    },
  ],
  ["block", { members: ["expressions"], cost: ({ expressions }, costs) => costs.sum(expressions) }],
  ["function", { members: ["arguments", "procedure"], cost: (node, costs) => costs.call(node) }],
]);

/**
 * How much there is to do at most, for data of the given size; infinite when there is anything in the expression
 * that is not on the list.
 */
export const plainWork = (ast: jsonata.ExprNode, size: number): number =>
  at(new PlainCosts(size).of(ast as unknown as Node).work, size);

/** A part of what there is to work on. */
const CONTEXT: Cost = { size: SAME, work: constant(1) };

const text = ({ length }: string): Cost => ({ size: constant(VALUE_SIZE + length), work: constant(1) });

class PlainCosts {
  constructor(private readonly rootSize: number) {}

  of(node: unknown): Cost {
    if (typeof node !== "object" || node === null) return NOT_PLAIN;
    const { type, stages = [], predicate = [] } = node as Node;
    const kind = KINDS.get(type);
    const isKnown = ([member, value]: [string, unknown]) =>
      value === undefined || COMMON.has(member) || kind?.members.includes(member);
    if (kind === undefined || !Object.entries(node).every(isKnown)) return NOT_PLAIN;
    const { size, work } = kind.cost(node as Node, this);
    const filters = [...(stages as Node[]), ...(predicate as Node[])].map((filter) => this.#filter(filter));
    return { size, work: sum(work, ...filters.map((filter) => forEach(filter.work, size))) };
  }

  sum(nodes: unknown): Cost {
    const costs = (nodes as unknown[]).filter((node) => node !== undefined).map((node) => this.of(node));
    return {
      size: sum(constant(VALUE_SIZE), ...costs.map(({ size }) => size)),
      work: sum(constant(1), ...costs.map(({ work }) => work)),
    };
  }

  variable(name: unknown): Cost {
    if (name === "") return CONTEXT;
    return name === "$" ? { size: constant(this.rootSize), work: constant(1) } : NOT_PLAIN;
  }

  /** A step works on each member of what the one before it gave: sizes multiply. */
  path(steps: readonly Node[]): Cost {
    let cost = CONTEXT;
    for (const step of steps) {
      const { size, work } = this.of(step);
      cost = { size: forEach(size, cost.size), work: sum(cost.work, forEach(work, cost.size)) };
    }
    return cost;
  }

  binary({ value, lhs, rhs }: Node): Cost {
    if (!BINARY.has(value)) return NOT_PLAIN;
    const { size, work } = this.sum([lhs, rhs]);
    return { size: value === "&" ? size : SMALL.size, work: sum(work, size) };
  }

  unary({ value, expression, expressions, lhs }: Node): Cost {
    if (value === "-") return this.sum([expression]);
    if (value === "[") return this.sum(expressions);
    if (value !== "{") return NOT_PLAIN;
    const pairs = lhs as [Node, Node][];
    if (!pairs.every(([key]) => key.type === "string" && !MARKS.has(String(key.value)))) return NOT_PLAIN;
    // It does so for each member of a list, and joins what falls together under a key.
    const { size, work } = this.sum(pairs.flat());
    return { size: forEach(size, SAME), work: sum(forEach(work, SAME), times(SAME, VALUE_SIZE)) };
  }

  call({ procedure, arguments: given }: Node): Cost {
    const { type, value, position: _position, ...rest } = procedure as Node;
    const known = type === "variable" && Object.keys(rest).length === 0 ? plainFunction(value) : undefined;
    const args = given as Node[];
    if (known === undefined || args.length > known.arity) return NOT_PLAIN;
    const literal = known.literalAt === undefined ? undefined : args[known.literalAt];
    if (literal !== undefined && literal.type !== "string") return NOT_PLAIN;
    const growth = known.growth * (1 + String(literal?.value ?? "").length);
    const { size, work } = this.sum(args);
    // With fewer arguments some take the context.
    const made = times(args.length < known.arity ? sum(size, SAME) : size, growth);
    return { size: known.isSmall ? SMALL.size : made, work: sum(work, made) };
  }

  #filter({ type, expr, ...rest }: Node): Cost {
    const isFilter = type === "filter" && Object.keys(rest).every((member) => member === "position");
    return isFilter ? this.of(expr) : NOT_PLAIN;
  }
}
