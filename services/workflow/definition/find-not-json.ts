import { isRecord } from "../../../src/validation/is-record.js";

/**
 * Where the first value is that JSON would lose or change, e.g. `workflow.nodes[0].parameters.at`: a Date,
 * bytes, NaN, a cycle. Properties that are undefined do not count.
 */
export function findNotJson(
  value: unknown,
  path: string,
  around: readonly unknown[] = [],
): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : path;
    case "object":
      break;
    default:
      return path;
  }
  if (value === null) return undefined;
  if (around.includes(value) || !(Array.isArray(value) || isRecord(value))) return path;
  const inside = [...around, value];
  if (Array.isArray(value)) return firstOf(value.entries(), (index) => `${path}[${index}]`, inside);
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return firstOf(given, (key) => `${path}.${key}`, inside);
}

function firstOf<Key>(
  entries: Iterable<[Key, unknown]>,
  pathOf: (key: Key) => string,
  around: readonly unknown[],
): string | undefined {
  for (const [key, inner] of entries) {
    const found = findNotJson(inner, pathOf(key), around);
    if (found !== undefined) return found;
  }
  return undefined;
}
