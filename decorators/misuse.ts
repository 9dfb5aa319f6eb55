/** A decorator in a place where it cannot work: says which, where, why and what to do. */
export function misuse(decorator: string, target: object, key: string | symbol, why: string): TypeError {
  const className = typeof target === "function" ? target.name : target.constructor.name;
  return new TypeError(`@${decorator} on ${className}.${String(key)}: ${why}`);
}

/**
 * A decorator compiled to the ECMAScript standard is given a context where TypeScript's own has a key: no types
 * of parameters come with that, without which nothing can be validated.
 *
 * @throws TypeError saying which compiler options to set.
 */
export function refuseStandardDecorator(decorator: string, keyOrContext: unknown): void {
  if (typeof keyOrContext !== "object" || keyOrContext === null || !("kind" in keyOrContext)) return;
  const { name } = keyOrContext as { name?: unknown };
  throw new TypeError(
    `@${decorator} on ${String(name)}: it was compiled as a standard decorator; set "experimentalDecorators" and "emitDecoratorMetadata" in tsconfig.json ("legacyDecorator" and "decoratorMetadata" in swc)`,
  );
}
