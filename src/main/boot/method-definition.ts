import type { Class, MethodMetadata, ParamMetadata, RpcMethodOptions } from "../../../decorators/metadata.js";
import { paramsOf, paramTypesOf } from "../../../decorators/metadata.js";
import type { ParamCheck } from "../validation/check.js";
import { isParamType, paramCheck } from "../validation/param-check.js";
import { checkUpload } from "../validation/upload.js";

/** Where one argument of the handler comes from: the wire, or the call itself. */
export type ParamSource = "wire" | "signal" | "call";

/** One parameter of a handler, ready to be filled. */
export interface ParamDefinition {
  source: ParamSource;
  /** Checks and transforms a value from the wire. Absent where nothing is to be checked. */
  check?: ParamCheck;
  optional: boolean;
  /** Pipes of `@inversifyjs/framework-core`: service identifiers or instances. */
  pipes: readonly unknown[];
}

/** One callable method of a service class, as its decorators and types describe it. */
export interface MethodDefinition {
  declaredBy: Class;
  /** The property that carries it. */
  key: string;
  options: RpcMethodOptions;
  params: readonly ParamDefinition[];
}

/**
 * Reads a method's parameters from what TypeScript emitted and what decorators add.
 *
 * @param problem Takes each reason why the method cannot be called safely, with its fix.
 */
export function defineMethod(
  { key, options, declaredBy }: MethodMetadata & { declaredBy: Class },
  problem: (text: string) => void,
): MethodDefinition {
  const described = paramsOf(declaredBy, key);
  const types = paramTypesOf(declaredBy, key);
  const handler = Object.getOwnPropertyDescriptor(declaredBy.prototype, key)?.value as { length: number };
  if (types === undefined && described.size < Math.max(1, handler.length)) {
    problem(
      `${declaredBy.name}.${key}: TypeScript emitted no parameter types; set "emitDecoratorMetadata" and "experimentalDecorators" in tsconfig.json ("decoratorMetadata" and "legacyDecorator" in swc), or describe every parameter with @Param(() => Type)`,
    );
    return { declaredBy, key, options, params: [] };
  }
  const count = Math.max(
    types?.length ?? 0,
    handler.length,
    ...[...described.keys()].map((index) => index + 1),
  );
  const params: ParamDefinition[] = [];
  for (let index = 0; index < count; index++) {
    const where = (text: string) => problem(`${declaredBy.name}.${key}, parameter ${index + 1}: ${text}`);
    // A parameter with a default value does not count in `length`, nor do those after it.
    const hasDefault = index >= handler.length;
    params.push(defineParam(described.get(index) ?? {}, types?.[index], hasDefault, where));
  }
  refuseSignalBeforeWire(params, (index) =>
    problem(
      `${declaredBy.name}.${key}, parameter ${index + 1}: an AbortSignal stands before a parameter that travels; move it to the end`,
    ),
  );
  return { declaredBy, key, options, params };
}

function defineParam(
  metadata: ParamMetadata,
  emitted: unknown,
  hasDefault: boolean,
  problem: (text: string) => void,
): ParamDefinition {
  const optional = metadata.optional ?? hasDefault;
  const pipes = metadata.pipes ?? [];
  if (metadata.role === "call") return { source: "call", optional: true, pipes };
  if (metadata.role === "upload") return { source: "wire", optional: false, pipes, check: checkUpload };
  if (metadata.role === "unchecked") return { source: "wire", optional, pipes };
  const misplaced = pipes.find(isParamType);
  if (misplaced !== undefined) {
    const { name } = misplaced;
    problem(`@Param(${name}) takes ${name} for a pipe; write @Param(() => ${name})`);
    return { source: "wire", optional, pipes: [] };
  }
  if (metadata.type === undefined && emitted === AbortSignal)
    return { source: "signal", optional: true, pipes };
  const check = paramCheck(metadata, emitted, problem);
  return { source: "wire", optional, pipes, ...(check && { check }) };
}

/** The caller passes its signal last or not at all, so places on the wire stay those of the interface. */
function refuseSignalBeforeWire(params: readonly ParamDefinition[], refuse: (index: number) => void): void {
  const lastWire = params.findLastIndex(({ source }) => source === "wire");
  params.forEach(({ source }, index) => {
    if (source === "signal" && index < lastWire) refuse(index);
  });
}
