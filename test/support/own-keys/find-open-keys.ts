import {
  argumentsOf,
  bare,
  childrenOf,
  isFunction,
  isGlobalCall,
  isIdentifier,
  methodOf,
  Source,
  type SyntaxNode,
  variable,
} from "./syntax.js";
import { isNumber, type Variables, variablesOf } from "./variables.js";

/** A place where a name that may be anything is looked up with all that an object inherits. */
export interface OpenKey {
  /** From 1. */
  line: number;
  code: string;
}

/** A look-up, or an `Object.hasOwn`: of which object, under which name. */
interface LookUp {
  node: SyntaxNode;
  object: SyntaxNode;
  key: SyntaxNode;
}

/**
 * The computed look-ups of a source (`a[b]`, `b in a`, `{ [b]: c } = a`, `Reflect.get`, `set` and `has`) whose
 * name is neither a literal, nor a number or a symbol by its form, nor known to be the object's own: because it
 * was listed by `Object.keys` and the like, or because the same function has asked `Object.hasOwn` before.
 */
export function findOpenKeys(text: string): OpenKey[] {
  const source = new Source(text);
  const variables = variablesOf(source);
  return [...functionBodies(source.root)].flatMap((nodes) => {
    const guards: LookUp[] = [];
    return nodes.flatMap((node) => {
      guards.push(...guardsOf(node));
      return lookUpsOf(node)
        .filter((lookUp) => !isClosed(lookUp, variables, source))
        .filter((lookUp) => !guards.some((guard) => isSame(guard, lookUp, source)))
        .map(({ node: found }) => ({ line: source.line(found), code: source.text(found) }));
    });
  });
}

/** The nodes of each function, and of what is outside of all, without those of functions inside. */
function* functionBodies(root: SyntaxNode): Generator<SyntaxNode[]> {
  const own: SyntaxNode[] = [];
  const inner: SyntaxNode[] = [];
  const collect = (node: SyntaxNode) => {
    own.push(node);
    for (const child of childrenOf(node)) {
      if (isFunction(child)) inner.push(child);
      else collect(child);
    }
  };
  collect(root);
  yield own;
  for (const one of inner) yield* functionBodies(one);
}

function lookUpsOf(node: SyntaxNode): LookUp[] {
  const property = node.property as SyntaxNode | undefined;
  if (node.type === "MemberExpression" && property?.type === "Computed") {
    return [{ node, object: node.object as SyntaxNode, key: property.expression as SyntaxNode }];
  }
  if (node.type === "SuperPropExpression" && property?.type === "Computed") {
    return [{ node, object: node.obj as SyntaxNode, key: property.expression as SyntaxNode }];
  }
  const left = node.left as SyntaxNode;
  if (node.type === "BinaryExpression" && node.operator === "in" && left.type !== "PrivateName") {
    return [{ node, object: node.right as SyntaxNode, key: left }];
  }
  if (isGlobalCall(node, "Reflect", ["get", "set", "has"])) {
    const [object, key] = argumentsOf(node);
    return object && key ? [{ node, object, key }] : [];
  }
  if (node.type !== "ObjectPattern") return [];
  return (node.properties as { key?: SyntaxNode }[]).flatMap(({ key }) =>
    key?.type === "Computed" ? [{ node: key, object: node, key: key.expression as SyntaxNode }] : [],
  );
}

/** `Object.hasOwn(object, key)`, and the older form of the same. */
function guardsOf(node: SyntaxNode): LookUp[] {
  const [first, second] = node.type === "CallExpression" ? argumentsOf(node) : [];
  if (first === undefined || second === undefined) return [];
  const isOlder = methodOf(node)?.name === "call" && isHasOwnProperty(methodOf(node)?.object);
  return isOlder || isGlobalCall(node, "Object", ["hasOwn"]) ? [{ node, object: first, key: second }] : [];
}

const isHasOwnProperty = (node: SyntaxNode | undefined): boolean =>
  (node?.property as SyntaxNode | undefined)?.value === "hasOwnProperty";

function isClosed({ object, key }: LookUp, variables: Variables, source: Source): boolean {
  const name = bare(key);
  const holder = bare(object);
  if (isIdentifier(holder) && variables.bareObjects.has(variable(holder))) return true;
  if (["StringLiteral", "NumericLiteral", "BigIntLiteral"].includes(name.type)) return true;
  if (name.type === "TemplateLiteral") return (name.expressions as unknown[]).length === 0;
  if (isNumber(name, variables.numbers)) return true;
  if (isIdentifier(name)) {
    const owner = variables.ownNames.get(variable(name));
    return variables.symbols.has(variable(name)) || owner === source.text(bare(object));
  }
  const of = name.type === "MemberExpression" ? (name.object as SyntaxNode) : undefined;
  return isIdentifier(of) && of.value === "Symbol";
}

const isSame = (guard: LookUp, lookUp: LookUp, source: Source): boolean =>
  source.text(bare(guard.object)) === source.text(bare(lookUp.object)) &&
  source.text(bare(guard.key)) === source.text(bare(lookUp.key));
