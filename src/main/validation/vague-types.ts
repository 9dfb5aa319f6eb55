const BYTES = "arrives as a Uint8Array; declare it so";
const NOT_VALIDATED = "cannot be validated; use a DTO class, or mark it @Unchecked()";

/** Built-in classes that no parameter can be declared as, by name: not all are there in every process. */
const BUILT_IN: readonly [names: readonly string[], mend: string][] = [
  [["Map", "Set", "Promise", "Symbol", "RegExp", "Error"], NOT_VALIDATED],
  [["Buffer"], BYTES],
  [["ArrayBuffer", "SharedArrayBuffer", "DataView"], "cannot be validated; send its bytes as a Uint8Array"],
  [
    ["Int8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
    "cannot be validated; send a Uint8Array, or mark it @Unchecked()",
  ],
  [
    ["Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
    "cannot be validated; send a Uint8Array, or mark it @Unchecked()",
  ],
  [["File", "Blob"], "cannot travel; send its bytes as a Uint8Array, and its name beside them"],
  [["URL", "URLSearchParams"], "cannot travel; send its text, and read it in the method"],
  [["Headers", "FormData", "Request", "Response"], "cannot travel; send what it holds in a DTO"],
  [["ReadableStream", "WritableStream"], "cannot travel; send the data in parts, or stream from the service"],
  [["WeakMap", "WeakSet", "WeakRef"], "cannot travel; use a DTO class"],
];

const MENDS = new Map<unknown, string>();
for (const [names, mend] of BUILT_IN) {
  for (const name of names) {
    const type: unknown = Reflect.get(globalThis, name);
    if (type !== undefined) MENDS.set(type, `${name} ${mend}`);
  }
}

/** Types that TypeScript emits where it has nothing to say, or that cannot be a parameter's: what to do about each. */
export function vagueType(type: unknown): string | undefined {
  switch (type) {
    case Array:
      return "an array says nothing of its elements; write @Param(() => [Element]), or @Unchecked()";
    case Object:
    case undefined:
      return "its type (an interface, a union, unknown or a generic) says nothing at run time; use a DTO class, @Param(() => Type), or @Unchecked()";
    case Function:
      return 'it arrives as Function: if it is a class, because it is imported with "import type"; import it as a value, or mark it @Unchecked(). A callback cannot travel; offer an @RpcEvent() or a stream in its place';
    default:
      return typeof type === "function" ? MENDS.get(type) : "@Param names no class; write @Param(() => Type)";
  }
}
