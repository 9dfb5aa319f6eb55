import { parseSync } from "@swc/core";

/** A node of the tree that swc makes of a source. */
export interface SyntaxNode {
  type: string;
  span: { start: number; end: number };
  [part: string]: unknown;
}

export type Identifier = SyntaxNode & { type: "Identifier" };

/** A source and its tree. */
export class Source {
  readonly root: SyntaxNode;
  readonly #bytes: Buffer;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
    const options = { syntax: "typescript", decorators: true, target: "es2022" } as const;
    this.root = parseSync(text, options) as unknown as SyntaxNode;
  }

  /** What is written there, with white space as one blank. */
  text({ span }: SyntaxNode): string {
    return this.#slice(span.start, span.end).replace(/\s+/g, " ");
  }

  /** From 1. */
  line({ span }: SyntaxNode): number {
    return this.#slice(1, span.start).split("\n").length;
  }

  /** swc counts bytes, from 1. */
  #slice(start: number, end: number): string {
    return this.#bytes.subarray(start - 1, end - 1).toString();
  }
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** The nodes right inside one. Some of the parts of swc's nodes are lists and objects that are not nodes. */
export function childrenOf(node: object): SyntaxNode[] {
  return Object.values(node).flatMap((part) => {
    if (typeof part !== "object" || part === null) return [];
    return isNode(part) ? [part] : childrenOf(part);
  });
}

/** A node and all inside it, in the order of the source. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesIn(child);
}

const WRAPPERS = new Set([
  "ParenthesisExpression",
  "TsAsExpression",
  "TsConstAssertion",
  "TsNonNullExpression",
  "TsSatisfiesExpression",
  "TsTypeAssertion",
]);

/** An expression without its brackets and casts. */
export function bare(node: SyntaxNode): SyntaxNode {
  return WRAPPERS.has(node.type) ? bare(node.expression as SyntaxNode) : node;
}

/** Which variable an identifier is: swc numbers the scopes. */
export const variable = ({ value, ctxt }: SyntaxNode): string => `${value}#${ctxt}`;

export const isIdentifier = (node: SyntaxNode | null | undefined): node is Identifier =>
  node?.type === "Identifier";

/** The arguments of a call. */
export const argumentsOf = (call: SyntaxNode): SyntaxNode[] =>
  (call.arguments as { expression: SyntaxNode }[]).map(({ expression }) => expression);

/** The object and the method of a call such as `list.map(...)`. */
export function methodOf(node: SyntaxNode): { object: SyntaxNode; name: string } | undefined {
  const callee = node.type === "CallExpression" ? (node.callee as SyntaxNode) : undefined;
  if (callee?.type !== "MemberExpression") return undefined;
  const property = callee.property as SyntaxNode;
  if (!isIdentifier(property)) return undefined;
  return { object: bare(callee.object as SyntaxNode), name: String(property.value) };
}

/** Whether a call is one of a function of a global, e.g. of `Object.keys`. */
export function isGlobalCall(node: SyntaxNode, global: string, names: readonly string[]): boolean {
  const method = methodOf(node);
  if (method === undefined || !names.includes(method.name)) return false;
  return isIdentifier(method.object) && method.object.value === global;
}

/** The parameters of a function, as patterns. */
export const parametersOf = (node: SyntaxNode): SyntaxNode[] =>
  ((node.params ?? []) as SyntaxNode[]).map((one) =>
    one.type === "Parameter" ? (one.pat as SyntaxNode) : one,
  );

const FUNCTIONS =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ClassMethod|PrivateMethod|Constructor|MethodProperty|GetterProperty|SetterProperty)$/;

export const isFunction = ({ type }: SyntaxNode): boolean => FUNCTIONS.test(type);
