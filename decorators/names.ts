const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Names a JavaScript runtime asks any object for, so a client Proxy must answer them itself. */
const RESERVED = new Set(["then", "toJSON", "constructor", "prototype", "__proto__"]);

/** The domain of the protocol's own methods, as JSON-RPC 2.0 reserves `rpc.`. */
const PROTOCOL_DOMAIN = "rpc";

/** Says what is wrong with a name on the wire, or nothing when it is right. */
export function nameProblem(kind: "domain" | "method" | "event", name: string): string | undefined {
  if (RESERVED.has(name) || (kind === "domain" && name === PROTOCOL_DOMAIN)) {
    return `the ${kind} name "${name}" is reserved; choose another`;
  }
  if (!IDENTIFIER.test(name)) {
    return `the ${kind} name "${name}" is not an identifier of letters, digits and underscores; choose another`;
  }
  return undefined;
}
