import {
  argumentsOf,
  bare,
  isFunction,
  isGlobalCall,
  isIdentifier,
  methodOf,
  nodesIn,
  parametersOf,
  type Source,
  type SyntaxNode,
  variable,
} from "./syntax.js";

/** What a file shows of its variables, by their declarations. */
export interface Variables {
  /** Those that hold numbers. */
  numbers: ReadonlySet<string>;
  /** Those that hold symbols. */
  symbols: ReadonlySet<string>;
  /** Those that hold objects that inherit nothing. */
  bareObjects: ReadonlySet<string>;
  /** Those that hold the name of a property that an object has of its own: which object, as it is written. */
  ownNames: ReadonlyMap<string, string>;
}

/** Names that a position goes by; an `entries()` may also be that of a Map, whose keys are anything. */
const POSITIONS = /^(i|j|n|at|index|position|row|column)$/;

/** Methods of a list whose function is told the position of an element, and as which parameter. */
const POSITION_PARAMETER = new Map([
  ...["map", "flatMap", "filter", "find", "findIndex", "some", "every"].map((name) => [name, 1] as const),
  ["from", 1] as const,
]);

/** Methods of a list of names after which it is one of the same names. */
const SAME_NAMES = new Set(["filter", "sort", "toSorted", "reverse", "slice"]);

const ARITHMETIC = new Set(["-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"]);

export function variablesOf(source: Source): Variables {
  const numbers = new Set<string>();
  const symbols = new Set<string>();
  const bareObjects = new Set<string>();
  const ownNames = new Map<string, string>();
  const declare = (pattern: SyntaxNode, value: SyntaxNode | null | undefined) => {
    if (!isIdentifier(pattern) || !value) return;
    if (isNumber(value, numbers)) numbers.add(variable(pattern));
    if (isSymbolCall(bare(value))) symbols.add(variable(pattern));
    if (inheritsNothing(bare(value))) bareObjects.add(variable(pattern));
    const names = namesOf(bare(value), source, ownNames);
    if (names !== undefined) ownNames.set(variable(pattern), names);
  };
  for (const node of nodesIn(source.root)) {
    if (isIdentifier(node) && isTypedNumber(node)) numbers.add(variable(node));
    if (node.type === "PrivateProperty" && isNumberField(node, numbers)) numbers.add(field(node.key));
    if (node.type === "VariableDeclarator") declare(node.id as SyntaxNode, node.init as SyntaxNode | null);
    if (node.type === "AssignmentPattern") declare(node.left as SyntaxNode, node.right as SyntaxNode);
    if (node.type === "ForOfStatement") {
      const named = loopName(node);
      const position = loopPosition(node);
      const names = named && namesOf(bare(node.right as SyntaxNode), source, ownNames);
      if (named && names !== undefined) ownNames.set(variable(named), names);
      if (position) numbers.add(variable(position));
    }
    for (const { parameter, names } of callbackParameters(node, source, ownNames)) {
      if (names === undefined) numbers.add(variable(parameter));
      else ownNames.set(variable(parameter), names);
    }
  }
  return { numbers, symbols, bareObjects, ownNames };
}

/** Whether an expression is a number by its form. */
export function isNumber(expression: SyntaxNode, numbers: ReadonlySet<string>): boolean {
  const node = bare(expression);
  const both = (left: unknown, right: unknown) =>
    isNumber(left as SyntaxNode, numbers) && isNumber(right as SyntaxNode, numbers);
  switch (node.type) {
    case "NumericLiteral":
    case "UpdateExpression":
      return true;
    case "Identifier":
      return numbers.has(variable(node));
    case "UnaryExpression":
      return ["-", "+", "~"].includes(String(node.operator));
    case "BinaryExpression":
      return ARITHMETIC.has(String(node.operator)) || (node.operator === "+" && both(node.left, node.right));
    case "ConditionalExpression":
      return both(node.consequent, node.alternate);
    case "MemberExpression":
      return (
        numbers.has(field(node.property)) ||
        ["length", "size", "byteLength"].includes(String((node.property as SyntaxNode).value))
      );
    case "CallExpression":
      return isGlobalCall(node, "Math", ["floor", "ceil", "round", "trunc", "min", "max", "abs"]);
    default:
      return false;
  }
}

/** A private field, of whichever class of the file. */
const field = (name: unknown): string =>
  `#${(name as SyntaxNode).type === "PrivateName" && (name as SyntaxNode).value}`;

const isNumberField = (node: SyntaxNode, numbers: ReadonlySet<string>): boolean =>
  isTypedNumber(node) || (node.value != null && isNumber(node.value as SyntaxNode, numbers));

/** `Object.create(null)`. */
const inheritsNothing = (node: SyntaxNode): boolean =>
  isGlobalCall(node, "Object", ["create"]) && argumentsOf(node)[0]?.type === "NullLiteral";

function isSymbolCall(node: SyntaxNode): boolean {
  if (isGlobalCall(node, "Symbol", ["for"])) return true;
  const callee = node.callee as SyntaxNode | undefined;
  return node.type === "CallExpression" && isIdentifier(callee) && callee.value === "Symbol";
}

function isTypedNumber({ typeAnnotation }: SyntaxNode): boolean {
  const type = (typeAnnotation as SyntaxNode | null)?.typeAnnotation as SyntaxNode | undefined;
  return type?.type === "TsKeywordType" && type.kind === "number";
}

/** `name` of `for (const name of ...)`, or of `for (const [name, value] of ...)`. */
function loopName({ left }: SyntaxNode): SyntaxNode | undefined {
  const [declarator] = ((left as SyntaxNode).declarations ?? []) as SyntaxNode[];
  const pattern = declarator?.id as SyntaxNode | undefined;
  const first = pattern?.type === "ArrayPattern" ? (pattern.elements as (SyntaxNode | null)[])[0] : pattern;
  return isIdentifier(first) ? first : undefined;
}

/** `index` of `for (const [index, element] of list.entries())`. */
function loopPosition(node: SyntaxNode): SyntaxNode | undefined {
  const right = bare(node.right as SyntaxNode);
  const name = loopName(node);
  const isEntries = methodOf(right)?.name === "entries" && argumentsOf(right).length === 0;
  return isEntries && name && POSITIONS.test(String(name.value)) ? name : undefined;
}

/** Whose own names a list has, as of `Object.keys(object).sort()`. */
function namesOf(list: SyntaxNode, source: Source, known: ReadonlyMap<string, string>): string | undefined {
  if (isIdentifier(list)) return known.get(variable(list));
  const isOwn =
    isGlobalCall(list, "Object", ["keys", "entries", "getOwnPropertyNames", "getOwnPropertySymbols"]) ||
    isGlobalCall(list, "Reflect", ["ownKeys"]);
  const [object] = isOwn ? argumentsOf(list) : [];
  if (object !== undefined) return source.text(bare(object));
  const method = methodOf(list);
  return method && SAME_NAMES.has(method.name) ? namesOf(method.object, source, known) : undefined;
}

/** What the functions that a call is given are told: positions, or names that an object has of its own. */
function* callbackParameters(
  node: SyntaxNode,
  source: Source,
  known: ReadonlyMap<string, string>,
): Generator<{ parameter: SyntaxNode; names?: string }> {
  const method = methodOf(node);
  const callback = method && argumentsOf(node).find(isFunction);
  if (method === undefined || callback === undefined) return;
  const parameters = parametersOf(callback);
  const position = parameters[POSITION_PARAMETER.get(method.name) ?? -1];
  if (isIdentifier(position)) yield { parameter: position };
  const names = namesOf(method.object, source, known);
  const name = isGlobalCall(method.object, "Object", ["entries"]) ? firstOf(parameters[0]) : parameters[0];
  if (names !== undefined && isIdentifier(name)) yield { parameter: name, names };
}

const firstOf = (pattern: SyntaxNode | undefined): SyntaxNode | null | undefined =>
  pattern?.type === "ArrayPattern" ? (pattern.elements as (SyntaxNode | null)[])[0] : undefined;
