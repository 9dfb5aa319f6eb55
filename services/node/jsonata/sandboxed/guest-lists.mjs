// @ts-check
// Plain JavaScript, for the worker that needs it. See guest-lists.d.mts.

/** @type {typeof import("./guest-lists.mjs").listFunctions} */
export function listFunctions(identityOf, isFunction) {
  /** @param {unknown} value */
  const isObject = (value) => typeof value === "object" && value !== null;

  /**
   * @param {{ createSequence(): unknown[] }} focus
   * @param {any} value
   * @returns {unknown}
   */
  const spread = (focus, value) => {
    if (Array.isArray(value) && value.length > 0) {
      const parts = value.flatMap((member) => spread(focus, member));
      return parts.filter((part) => part !== undefined);
    }
    if (!isObject(value) || Array.isArray(value) || isFunction(value)) return value;
    const parts = focus.createSequence();
    for (const entry of Object.entries(value)) parts.push(Object.fromEntries([entry]));
    return parts;
  };

  /** @type {Map<unknown, number>} */
  const functions = new Map();

  /**
   * The same text for equal values, whatever the order of their properties.
   *
   * @param {any} value
   * @returns {string}
   */
  const keyOf = (value) => {
    if (typeof value === "string") return JSON.stringify(value);
    if (isFunction(value)) {
      if (!functions.has(value)) functions.set(value, functions.size);
      return `function ${functions.get(value)}`;
    }
    if (!isObject(value)) return typeof value === "bigint" ? `${value}n` : String(value);
    if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
    const identity = identityOf(value);
    if (identity !== undefined) return `given ${identity}`;
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${keyOf(value[name])}`).join()}}`;
  };

  /**
   * Merges sorted runs, two at a time, into ever longer ones.
   *
   * @param {readonly unknown[]} list
   * @param {(left: unknown, right: unknown) => unknown} isAfter
   */
  const mergeSort = async (list, isAfter) => {
    let runs = [...list];
    for (let width = 1; width < list.length; width *= 2) {
      const merged = [];
      for (let start = 0; start < list.length; start += 2 * width) {
        const middle = Math.min(start + width, list.length);
        const end = Math.min(middle + width, list.length);
        let left = start;
        let right = middle;
        while (left < middle || right < end) {
          const takesRight = left === middle || (right < end && (await isAfter(runs[left], runs[right])));
          merged.push(takesRight ? runs[right++] : runs[left++]);
        }
      }
      runs = merged;
    }
    return runs;
  };

  return {
    spread(value) {
      return spread(this, value);
    },

    distinct(list) {
      if (!Array.isArray(list) || list.length <= 1) return list;
      const isSequence = /** @type {any} */ (list).sequence === true;
      const members = isSequence ? this.createSequence() : [];
      const seen = new Set();
      for (const member of list) {
        const key = keyOf(member);
        if (!seen.has(key)) members.push(member);
        seen.add(key);
      }
      return members;
    },

    async sort(list, comparator) {
      if (list === undefined || list.length <= 1) return list;
      if (comparator !== undefined) return mergeSort(list, comparator);
      const isAll = (/** @type {string} */ type) => list.every((member) => typeof member === type);
      if (isAll("number"))
        return [...list].sort((a, b) => /** @type {number} */ (a) - /** @type {number} */ (b));
      if (isAll("string")) return [...list].sort();
      throw { code: "D3070", index: 1 };
    },
  };
}
