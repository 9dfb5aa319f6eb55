import type { Binding } from "@inversifyjs/core";
import { Container } from "inversify";
import { RpcCall } from "../../../decorators/rpc-call.js";
import { bindingsOf, isOfCall } from "../boot/bindings.js";
import { isStream } from "../session/stream-source.js";
import type { Stage } from "./stages.js";
import { atTheEnd } from "./streams.js";

/**
 * What is made for one call and no other: a container of its own, in which all that is bound `inRequestScope()` is a
 * singleton and the call itself is bound. It is made when the call first asks for it.
 */
export class CallScopes {
  readonly #open = new WeakMap<RpcCall, Container>();

  constructor(readonly container: Container) {}

  of(call: RpcCall): Container {
    let scope = this.#open.get(call);
    if (scope === undefined) {
      scope = this.#make(call);
      this.#open.set(call, scope);
    }
    return scope;
  }

  /** Disposes of what was made for the call. */
  async end(call: RpcCall): Promise<void> {
    const scope = this.#open.get(call);
    this.#open.delete(call);
    await scope?.unbindAllAsync();
  }

  #make(call: RpcCall): Container {
    const scope = new Container({ parent: this.container });
    scope.bind(RpcCall).toConstantValue(call);
    const own = bindingsOf(scope);
    const above = bindingsOf(this.container);
    for (const identifier of above.getBoundServices()) {
      for (const binding of above.get(identifier) ?? []) if (isOfCall(binding)) own.set(singletonOf(binding));
    }
    return scope;
  }
}

/** The same for one container, which makes its own. */
const singletonOf = (binding: Binding<unknown>): Binding<unknown> =>
  Object.assign({ ...binding }, { scope: "Singleton", cache: { isRight: false, value: undefined } });

/** Ends the scope of a call with it, or with the stream it answers with. */
export function inCallScope(scopes: CallScopes, next: Stage): Stage {
  return async (call, reply) => {
    try {
      await next(call, reply);
    } catch (error) {
      await scopes.end(call);
      throw error;
    }
    if (isStream(reply.result)) reply.result = atTheEnd(reply.result, () => scopes.end(call));
    else await scopes.end(call);
  };
}
