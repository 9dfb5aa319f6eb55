/** Whether a value is an object that is no array, Map, Date or the like; of which realm does not matter. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}
