import type { RpcParams } from "../../../src/shared/messages.js";
import type { AttackedApp } from "./attacked-app.js";
import { type Caller, outcomeOf } from "./callers.js";

/** A place where a name enters the application. */
export interface NameEntry {
  title: string;
  /** Sends the name in, and gives all that came back. */
  attack(scene: Scene, name: string): Promise<unknown>;
  /** Whether what it gives is an error that nobody declared. Default false. */
  isInternal?: boolean;
  /** Default: all of them. */
  names?: readonly string[];
  /** Names that the place knows, so that they are not as any other there. */
  known?: readonly string[];
}

/** Who sends the names, and where to. */
export class Scene {
  constructor(
    readonly app: AttackedApp,
    readonly caller: Caller,
  ) {}

  call(method: string, params?: RpcParams, meta?: object): Promise<unknown> {
    return outcomeOf(this.caller, method, params, meta);
  }

  /** One call after the other. */
  async calls(...calls: [method: string, params?: RpcParams, meta?: object][]): Promise<unknown[]> {
    const outcomes: unknown[] = [];
    for (const call of calls) outcomes.push(await this.call(...call));
    return outcomes;
  }

  /** Runs one node. */
  node(type: string, parameters: object, inputs: object = {}): Promise<unknown> {
    return this.call("node.execute", [{ nodeId: "attacked", type, parameters, inputs }]);
  }

  /** One node after the other. */
  async nodes(...nodes: [type: string, parameters: object, inputs?: object][]): Promise<unknown[]> {
    const outcomes: unknown[] = [];
    for (const node of nodes) outcomes.push(await this.node(...node));
    return outcomes;
  }
}

/** An object with one property of its own, whatever its name. */
export const having = (name: string, value: unknown): Record<string, unknown> =>
  Object.fromEntries([[name, value]]);
