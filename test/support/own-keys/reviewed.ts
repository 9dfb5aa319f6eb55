/** A look-up under a name that the check cannot see to be harmless, and that somebody has looked at. */
export interface Reviewed {
  file: string;
  /** As it is written, white space as one blank. It stands for each place in the file with this text. */
  code: string;
  /** Why nothing but what is meant can be found or changed there. */
  why: string;
}

export const REVIEWED: readonly Reviewed[] = [
  {
    file: "src/shared/cloneable.ts",
    code: "object[name]",
    why: "the name is one of Object.keys of the same object, or of its own cause",
  },
  {
    file: "src/shared/value-kinds.ts",
    code: "Reflect.get(globalThis, made.name)",
    why: "an own property of globalThis, which the line before asks, and only compared",
  },
  {
    file: "src/main/validation/vague-types.ts",
    code: "Reflect.get(globalThis, name)",
    why: "the names are a list of our own",
  },
  {
    file: "src/validation/make.ts",
    code: "name in dto.prototype",
    why: "asks on purpose whether anything is inherited, which refuses the property",
  },
  {
    file: "src/validation/make.ts",
    code: "instance[name]",
    why: "neither a name of the prototype, which the line before asks, nor one that its class does not let be set",
  },
  {
    file: "src/validation/assemble.ts",
    code: "data[name]",
    why: "the name of a property that its class declares and no prototype has",
  },
  {
    file: "src/validation/assemble.ts",
    code: "instance[name]",
    why: "the name of a property that its class declares",
  },
  {
    file: "src/validation/explain.ts",
    code: "(instance as Record<string, unknown>)[name]",
    why: "the name of a property that its class declares",
  },
  {
    file: "src/validation/conversions.ts",
    code: "Reflect.get(globalThis, type.name)",
    why: "the name of a class of the author's, compared and not used",
  },
  {
    file: "src/validation/partly-seen.ts",
    code: "elements[index]",
    why: "a position in the list",
  },
  {
    file: "src/validation/partly-seen.ts",
    code: "keys[index]",
    why: "a position in the list",
  },
  {
    file: "src/validation/payload-limits.ts",
    code: "(holder as Record<string, unknown>)[key]",
    why: "one of the object's own keys",
  },
  {
    file: "src/validation/payload-limits.ts",
    code: "this.limits[name]",
    why: "one of four names of our own",
  },
  {
    file: "src/validation/shape.ts",
    code: "KINDS[kind]",
    why: "one of four names of our own",
  },
  {
    file: "src/validation/steps.ts",
    code: "KINDS[kind]",
    why: "one of four names of our own",
  },
  {
    file: "src/main/validation/array-of.ts",
    code: "made[index]",
    why: "a position in the list",
  },
  {
    file: "src/main/validation/array-of.ts",
    code: "list[index]",
    why: "a position in the list",
  },
  {
    file: "services/node/jsonata/plain/plain-values.ts",
    code: "left[name]",
    why: "one of the object's own keys",
  },
  {
    file: "services/node/jsonata/sandboxed/expression-batch.ts",
    code: "this.#given[value]",
    why: "a position in the list, which the line before asks",
  },
  {
    file: "services/node/jsonata/sandboxed/guest.mjs",
    code: "value?.[mark]",
    why: "in the sandbox; the marks are a list of our own",
  },
  {
    file: "services/node/map-concurrently.ts",
    code: "results[index]",
    why: "a position in a list",
  },
  {
    file: "services/values/constant.ts",
    code: "name in copy",
    why: "asks on purpose whether anything is inherited, which must not take the value",
  },
  {
    file: "services/values/constant.ts",
    code: "copy[name]",
    why: "written where nothing is inherited under the name, which the line before asks",
  },
  {
    file: "src/app/ui/connection.ts",
    code: "TEXTS[state]",
    why: "in the page; one of three states of our own",
  },
  {
    file: "src/app/ui/dom.ts",
    code: "list.children[index * 2 + part]",
    why: "two positions added up",
  },
  {
    file: "src/main/pipeline/compile.ts",
    code: "((await instance(call)) as Record<string, unknown>)[key]",
    why: "the name of a decorated property, found at boot",
  },
  {
    file: "src/main/pipeline/compile.ts",
    code: "service[key]",
    why: "the name of a decorated method, found at boot",
  },
  {
    file: "src/main/pipeline/compile.ts",
    code: "checked[index]",
    why: "the position of a parameter, found at boot",
  },
  {
    file: "src/main/transports/websocket/refuse-upgrade.ts",
    code: "STATUS_CODES[status]",
    why: "a status of our own",
  },
  {
    file: "src/renderer/default-bridge.ts",
    code: "bridge[name]",
    why: "one of three names of our own",
  },
  {
    file: "src/shared/codecs/msgpack-survey.ts",
    code: "FOLLOWING[token]",
    why: "a byte",
  },
  {
    file: "src/testing/electron/context-bridge.ts",
    code: "key in global",
    why: "asks on purpose also for what is inherited, as Electron does",
  },
  {
    file: "src/testing/electron/listener-counts.ts",
    code: "counts[String(event)]",
    why: "names of events of Electron, in a test",
  },
  {
    file: "src/testing/electron/pass-value.ts",
    code: "Reflect.get(source, key)",
    why: "one of the object's own keys",
  },
];
