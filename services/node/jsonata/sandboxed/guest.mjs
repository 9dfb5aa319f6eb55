// @ts-check
// Plain JavaScript, for the worker that needs it. See guest.d.mts.

/** @type {typeof import("./guest.mjs").guest} */
export function guest(
  jsonata,
  { base64, randomFrom, listFunctions },
  { functionMarks, depth, list, turnMs },
) {
  // A key of that name is data here, as any other is.
  Reflect.deleteProperty(Object.prototype, "__proto__");
  // The library looks for a browser's functions there, or for Node's.
  Object.assign(globalThis, { window: base64() });
  const truth = jsonata("$boolean($)");
  let token = "";

  /** What JSON does not have: an expression can compare it and hand it on. */
  class StandIn {
    #index;
    #text;

    /** @param {number} index @param {string} [text] Its form in JSON, if it has one. */
    constructor(index, text) {
      this.#index = index;
      this.#text = text;
      // The library compares own properties, those too that it does not list.
      Object.defineProperty(this, token, { value: text ?? index });
    }

    /** For `$string`. */
    toJSON() {
      if (this.#text === undefined) throw new Error("There is data in it that has no form in JSON");
      return this.#text;
    }

    /** @param {StandIn} standIn */
    static indexOf = (standIn) => standIn.#index;

    /** @param {object} value */
    static identityOf = (value) => (value instanceof StandIn ? (value.#text ?? value.#index) : undefined);
  }

  /**
   * A value of the inputs, with what JSON does not have in its place.
   *
   * @param {any} value
   * @returns {unknown}
   */
  const restored = (value) => {
    if (typeof value !== "object" || value === null) return value;
    if (Object.hasOwn(value, token)) return revived(value[token]);
    for (const key of Object.keys(value)) value[key] = restored(value[key]);
    return value;
  };

  /** @param {[kind: string, content: any, text?: string]} special */
  const revived = ([kind, content, text]) => {
    if (kind === "number") return Number(content);
    if (kind === "given") return new StandIn(content, text);
    if (kind !== "bigint") return undefined;
    return content.startsWith("-") ? -BigInt(`0x${content.slice(1)}`) : BigInt(`0x${content}`);
  };

  /** @param {any} value */
  const isFunction = (value) =>
    typeof value === "function" || functionMarks.some((mark) => value?.[mark] === true);

  /** @param {string} kind @param {unknown} [content] */
  const special = (kind, content) => ({ [token]: [kind, content] });

  /**
   * A result in the form that JSON has, and without what the library notes on it.
   *
   * @param {any} value @param {string} place @param {readonly unknown[]} around
   * @returns {unknown}
   */
  const encoded = (value, place, around) => {
    switch (typeof value) {
      case "undefined":
        return special("undefined");
      case "number":
        if (Number.isFinite(value) && !Object.is(value, -0)) return value;
        return special("number", Object.is(value, -0) ? "-0" : String(value));
      case "bigint":
        return special("bigint", value.toString(16));
      case "function":
      case "object":
        break;
      default:
        return value;
    }
    if (value === null) return null;
    if (value instanceof StandIn) return special("given", StandIn.indexOf(value));
    if (isFunction(value)) throw { place: `${place}: function` };
    if (around.includes(value)) throw { place: `${place}: contains itself` };
    const inside = [...around, value];
    if (Array.isArray(value)) {
      return Array.from(value, (member, index) => encoded(member, `${place}[${index}]`, inside));
    }
    const copy = Object.create(null);
    for (const key of Object.keys(value)) copy[key] = encoded(value[key], `${place}.${key}`, inside);
    return copy;
  };

  const functions = listFunctions(StandIn.identityOf, isFunction);

  /**
   * `$eval`: what is JSON is data, however much of it there is.
   *
   * @this {unknown} @param {string | undefined} text @param {unknown} focus
   */
  async function evaluateText(text, focus) {
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      const { implementation } = await jsonata("$eval").evaluate(undefined);
      return implementation.call(this, text, focus);
    }
  }

  /** @param {unknown} text */
  const short = (text) => (typeof text === "string" ? text.slice(0, 2000) : undefined);

  /** @param {any} thrown */
  const described = (thrown) => {
    const { code, message, position, token: at, place } = Object(thrown);
    return {
      code: short(code),
      message: short(message) ?? "",
      position: typeof position === "number" ? position : undefined,
      token: short(at),
      place: short(place),
    };
  };

  return async (job, inputs, newToken, seed) => {
    const { expression, holds } = JSON.parse(job);
    token = newToken;
    Math.random = randomFrom(seed);
    const began = Date.now();
    const results = [];
    try {
      const compiled = jsonata(expression, { stack: depth, sequence: list });
      compiled.registerFunction("spread", functions.spread, "<x-:a<o>>");
      compiled.registerFunction("distinct", functions.distinct, "<x:x>");
      compiled.registerFunction("sort", functions.sort, "<af?:a>");
      compiled.registerFunction("eval", evaluateText, "<sx?:x>");
      const given = JSON.parse(inputs);
      for (const input of inputs.includes(token) ? restored(given) : given) {
        if (results.length > 0 && Date.now() - began > turnMs) break;
        const value = await compiled.evaluate(input);
        if (!holds) results.push(encoded(value, "value", []));
        else results.push(typeof value === "boolean" ? value : (await truth.evaluate(value)) === true);
      }
      return JSON.stringify({ results });
    } catch (thrown) {
      // The engine's own, such as that the memory is used up.
      if (Object(thrown).name === "InternalError") throw thrown;
      return JSON.stringify({ error: described(thrown) });
    }
  };
}
