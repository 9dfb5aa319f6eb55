import "reflect-metadata";

/** Upper bounds on what one call may carry, checked before anything is made of it. */
export interface PayloadLimits {
  /** Levels of nesting. Default 64. */
  maxDepth: number;
  /** Elements of one array, Map or Set. Default 100,000. */
  maxArrayLength: number;
  /** Values in all, of every level. Default 500,000. */
  maxNodes: number;
  /** UTF-16 code units of one string or key. Default 16,777,216. */
  maxStringLength: number;
}

/** What `@RpcMethod(options)` says of a method. Everything may be left out. */
export interface RpcMethodOptions {
  /** Name on the wire. Default: the method's own name. */
  name?: string;
  /** Per-method overrides of the server's payload limits. */
  limits?: Partial<PayloadLimits>;
  /** Running it twice is the same as once, so a client may send it again after a lost connection. Default false. */
  idempotent?: boolean;
  /** What to call instead, e.g. `use node.execute`: it is logged once a session who still calls the method. */
  deprecated?: string;
  /** Items its stream's producer may be ahead of the reader, instead of the server's `streamWindow`. */
  streamWindow?: number;
}

/** What `@RpcEvent(options)` says of an event. Everything may be left out. */
export interface RpcEventOptions {
  /** Name on the wire. Default: the property's own name. */
  name?: string;
  /** `"last"`: a new subscriber is given the latest value at once, however long ago it was emitted. */
  replay?: "last";
}

/** A class, abstract or not. */
// biome-ignore lint/suspicious/noExplicitAny: the one type that every constructor is assignable to
export type Class<T = unknown> = abstract new (...args: any[]) => T;

/** What a parameter is validated against: a class, a list of one class's elements, or nothing. */
export type ParamType = () => Class | readonly [Class];

export interface ParamMetadata {
  role?: "call" | "unchecked" | "upload";
  type?: ParamType;
  optional?: boolean;
  /** The only values that pass. */
  values?: readonly unknown[];
  /** class-validator's decorators that hold for the value. */
  rules?: readonly PropertyDecorator[];
  /** Pipes of `@inversifyjs/framework-core`, as service identifiers or instances. */
  pipes?: readonly unknown[];
}

export interface MethodMetadata {
  /** The property that carries the method. */
  key: string;
  options: RpcMethodOptions;
}

export interface EventMetadata {
  key: string;
  options: RpcEventOptions;
}

const DOMAIN = Symbol.for("@atomiton/rpc/domain");
const METHODS = Symbol.for("@atomiton/rpc/methods");
const EVENTS = Symbol.for("@atomiton/rpc/events");
const PARAMS = Symbol.for("@atomiton/rpc/params");
const TIMEOUT = Symbol.for("@atomiton/rpc/timeout");

function ownMap<K, V>(key: symbol, target: object, property?: string): Map<K, V> {
  const own =
    property === undefined
      ? Reflect.getOwnMetadata(key, target)
      : Reflect.getOwnMetadata(key, target, property);
  if (own !== undefined) return own as Map<K, V>;
  const made = new Map<K, V>();
  if (property === undefined) Reflect.defineMetadata(key, made, target);
  else Reflect.defineMetadata(key, made, target, property);
  return made;
}

/** The classes from the given one up to its oldest ancestor. */
export function* lineage(target: Class): Generator<Class> {
  for (
    let at: unknown = target;
    typeof at === "function" && at !== Function.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    yield at as Class;
  }
}

export const ownMethods = (target: Class): Map<string, MethodMetadata> => ownMap(METHODS, target);
export const ownEvents = (target: Class): Map<string, EventMetadata> => ownMap(EVENTS, target);
export const ownParams = (target: Class, method: string): Map<number, ParamMetadata> =>
  ownMap(PARAMS, target, method);

/** Adds a declaration, unless its property or its name has one. */
export function declareOnce<T extends { key: string }>(
  declared: Map<string, T>,
  name: string,
  declaration: T,
  refused: (why: string) => TypeError,
): void {
  for (const [taken, other] of declared) {
    if (other.key === declaration.key) throw refused("it is decorated twice; remove one decorator");
    if (taken === name) {
      throw refused(`"${name}" is already the name of ${other.key}; give one of them another name`);
    }
  }
  declared.set(name, declaration);
}

export function setDomain(target: Class, name: string): void {
  Reflect.defineMetadata(DOMAIN, name, target);
}

/** Sets the deadline of a class's methods, or of one of them. */
export function setTimeoutMs(target: Class, ms: number, method?: string): void {
  if (method === undefined) Reflect.defineMetadata(TIMEOUT, ms, target);
  else Reflect.defineMetadata(TIMEOUT, ms, target, method);
}

/** The deadline of a method: its own, else its class's or nearest ancestor's. */
export const timeoutOf = (implementation: Class, declaredBy: Class, method: string): number | undefined =>
  Reflect.getOwnMetadata(TIMEOUT, declaredBy, method) ?? Reflect.getMetadata(TIMEOUT, implementation);

/** Whether this very class carries `@RpcDomain`. */
export const hasOwnDomain = (target: Class): boolean => Reflect.hasOwnMetadata(DOMAIN, target);

/** The domain of a class: its own, else its nearest ancestor's. */
export const domainOf = (target: Class): string | undefined => Reflect.getMetadata(DOMAIN, target);

/** The decorated methods of a class and its ancestors, each with the class that declares it; the nearest wins. */
export function methodsOf(target: Class): Map<string, MethodMetadata & { declaredBy: Class }> {
  return inherited(METHODS, target);
}

/** The decorated events of a class and its ancestors; the nearest declaration wins. */
export function eventsOf(target: Class): Map<string, EventMetadata & { declaredBy: Class }> {
  return inherited(EVENTS, target);
}

function inherited<T extends { key: string }>(
  key: symbol,
  target: Class,
): Map<string, T & { declaredBy: Class }> {
  const found = new Map<string, T & { declaredBy: Class }>();
  for (const declaredBy of lineage(target)) {
    const own: Map<string, T> | undefined = Reflect.getOwnMetadata(key, declaredBy);
    const nearer = new Set([...found.values()].map(({ key: property }) => property));
    for (const [name, metadata] of own ?? []) {
      // An override may give its property another name; the old one then goes with the old method.
      if (!found.has(name) && !nearer.has(metadata.key)) found.set(name, { ...metadata, declaredBy });
    }
  }
  return found;
}

/** What decorators said of the parameters of one method, by index. */
export function paramsOf(declaredBy: Class, method: string): ReadonlyMap<number, ParamMetadata> {
  return Reflect.getOwnMetadata(PARAMS, declaredBy, method) ?? new Map();
}

/**
 * The parameter types TypeScript emitted for a method (`emitDecoratorMetadata`), or nothing when the
 * compiler left them out.
 */
export const paramTypesOf = (declaredBy: Class, method: string): readonly unknown[] | undefined =>
  Reflect.getOwnMetadata("design:paramtypes", declaredBy.prototype, method);
