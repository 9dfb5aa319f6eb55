/** What the client does with `rpc.domain.member(...args)`. */
export type MemberCall = (path: string, args: unknown[]) => unknown;

/** A runtime asks any object for these (promise resolution, JSON.stringify); they are never sent. */
const LOCAL = new Set<string | symbol>(["then", "toJSON"]);

/** An object of objects of functions, made as their names are asked for and kept from then on. */
export function memberProxy(call: MemberCall): object {
  return namedOnce((domain) =>
    namedOnce(
      (member) =>
        (...args: unknown[]) =>
          call(`${domain}.${member}`, args),
    ),
  );
}

function namedOnce(make: (name: string) => unknown): object {
  const made = new Map<string, unknown>();
  return new Proxy(Object.freeze(Object.create(null)), {
    get(_target, name) {
      if (typeof name === "symbol" || LOCAL.has(name)) return undefined;
      let value = made.get(name);
      if (value === undefined) {
        value = make(name);
        made.set(name, value);
      }
      return value;
    },
  });
}
