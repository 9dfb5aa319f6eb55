import { isPlainFunction } from "./plain-functions.js";

/** A node of a syntax tree, of which nothing is taken for granted but what `isPlain` has seen. */
export interface Node {
  type: string;
  value?: unknown;
  steps?: Node[];
  lhs?: Node & [key: Node, value: Node][];
  rhs?: Node;
  expression?: Node;
  expressions?: Node[];
  condition?: Node;
  then?: Node;
  else?: Node;
  procedure?: Node;
  arguments?: Node[];
  stages?: { expr: Node }[];
  predicate?: { expr: Node }[];
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  consarray?: boolean;
}

type Unknown = Readonly<Record<string, unknown>>;

/** Members that every node may have. */
const COMMON = ["type", "value", "position", "keepArray", "stages", "predicate"];

const OPERATORS: ReadonlySet<unknown> = new Set([
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

/** Keys that the library refuses in an object. */
const REFUSED_KEYS: ReadonlySet<unknown> = new Set(["_jsonata_lambda", "_jsonata_function"]);

const any = (): boolean => true;
const all = (nodes: unknown): boolean => Array.isArray(nodes) && nodes.every(isPlain);

/** What may be in a tree: by its type, the members that a node has of its own, and what must be so of them. */
const KINDS: ReadonlyMap<unknown, [members: readonly string[], isPlain: (node: Unknown) => boolean]> =
  new Map([
    ["string", [[], any]],
    ["number", [[], any]],
    ["value", [[], any]],
    ["name", [[], any]],
    ["variable", [[], ({ value }) => value === "" || value === "$"]],
    ["path", [["steps", "keepSingletonArray"], ({ steps }) => all(steps)]],
    ["binary", [["lhs", "rhs"], ({ value, lhs, rhs }) => OPERATORS.has(value) && all([lhs, rhs])]],
    ["unary", [["expression", "expressions", "lhs", "consarray"], isPlainUnary]],
    [
      "condition",
      [
        ["condition", "then", "else"],
        ({ condition, then: first, else: second }) =>
          all([condition, first]) && (second === undefined || isPlain(second)),
      ],
    ],
    ["block", [["expressions"], ({ expressions }) => all(expressions)]],
    ["function", [["arguments", "procedure"], isPlainCall]],
  ] as [string, [string[], (node: Unknown) => boolean]][]);

/**
 * Whether a syntax tree has nothing but what is evaluated in this process: paths, literals, arithmetic, comparison,
 * boolean operators, conditions, list and object constructors, and calls by name of the functions in
 * `plain-functions.ts`. No lambda, no variable but the context and the root, no operator that changes anything.
 */
export function isPlain(node: unknown): node is Node {
  if (typeof node !== "object" || node === null) return false;
  const { type, stages = [], predicate = [] } = node as Unknown;
  const kind = KINDS.get(type);
  if (kind === undefined) return false;
  const [members, isPlainKind] = kind;
  const isKnown = ([member, value]: [string, unknown]) =>
    value === undefined || COMMON.includes(member) || members.includes(member);
  const filters = [...(stages as Unknown[]), ...(predicate as Unknown[])];
  return Object.entries(node).every(isKnown) && isPlainKind(node as Unknown) && filters.every(isPlainFilter);
}

function isPlainUnary({ value, expression, expressions, lhs }: Unknown): boolean {
  if (value === "-") return isPlain(expression);
  if (value === "[") return all(expressions);
  if (value !== "{") return false;
  return (lhs as Unknown[][]).every(([key, inner]) => isPlainKey(key) && isPlain(inner));
}

const isPlainKey = (key: Unknown | undefined): boolean =>
  isPlain(key) && key.type === "string" && !REFUSED_KEYS.has(key.value);

function isPlainCall({ procedure, arguments: given }: Unknown): boolean {
  const { type, value, position: _position, ...rest } = procedure as Unknown;
  const isNamed = type === "variable" && Object.keys(rest).length === 0;
  return isNamed && all(given) && isPlainFunction(value, (given as unknown[]).length);
}

const isPlainFilter = ({ type, expr, position: _position, ...rest }: Unknown): boolean =>
  type === "filter" && Object.keys(rest).length === 0 && isPlain(expr);
