import type { Class } from "../../../decorators/metadata.js";
import { nameProblem } from "../../../decorators/names.js";
import { concernsRpc } from "./domain.js";

/** Says why a function cannot be served under a name, or nothing when it can. */
export function functionProblem(name: string, handler: unknown): string | undefined {
  if (typeof handler !== "function") {
    return `"${name}" has no function to call; give one, or register a service without a name`;
  }
  const [problem] = name
    .split(".")
    .flatMap((part, index) => nameProblem(index === 0 ? "domain" : "method", part) ?? []);
  return problem && `"${name}": ${problem}`;
}

/** Says why something is no service, or nothing when it is one: a class made for the router, or an instance. */
export function serviceProblem(service: unknown): string | undefined {
  const implementation = classOf(service);
  if (implementation !== undefined && concernsRpc(implementation)) return undefined;
  return `${describe(service)} is no service; register a class with @RpcDomain, or an instance of one`;
}

function classOf(value: unknown): Class | undefined {
  if (typeof value === "function") return value as unknown as Class;
  const made = typeof value === "object" && value !== null ? value.constructor : undefined;
  return typeof made === "function" ? (made as unknown as Class) : undefined;
}

function describe(value: unknown): string {
  if (typeof value === "function") return value.name || "A function without a name";
  if (typeof value !== "object" || value === null) return String(value);
  return `An instance of ${classOf(value)?.name ?? "no class"}`;
}
