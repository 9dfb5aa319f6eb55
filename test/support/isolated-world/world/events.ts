type Listener = (...args: unknown[]) => void;
interface Entry {
  /** What was registered. */
  listener: Listener;
  /** What is called: differs for `once`. */
  call: Listener;
}

/** What `require("events")` gives, and what `ipcRenderer` is made of: Node's EventEmitter, its common part. */
export class EventEmitter {
  // Private, so that an emitter sent over contextBridge arrives as an empty object, as ipcRenderer must.
  readonly #entries = new Map<string | symbol, Entry[]>();

  on(name: string | symbol, listener: Listener): this {
    return this.#add(name, { listener, call: listener });
  }

  addListener(name: string | symbol, listener: Listener): this {
    return this.on(name, listener);
  }

  once(name: string | symbol, listener: Listener): this {
    const call: Listener = (...args) => {
      this.off(name, listener);
      Reflect.apply(listener, this, args);
    };
    return this.#add(name, { listener, call });
  }

  /** Removes the listener added last, as Node does when one function was added twice. */
  off(name: string | symbol, listener: Listener): this {
    const entries = [...(this.#entries.get(name) ?? [])];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) entries.splice(index, 1);
    return this.#set(name, entries);
  }

  removeListener(name: string | symbol, listener: Listener): this {
    return this.off(name, listener);
  }

  removeAllListeners(name?: string | symbol): this {
    if (name === undefined) this.#entries.clear();
    else this.#entries.delete(name);
    return this;
  }

  /** Calls the listeners in order; what one throws leaves here, and those after it are not called. */
  emit(name: string | symbol, ...args: unknown[]): boolean {
    // A list is replaced and never changed, so listeners added or removed meanwhile do not disturb the loop.
    const entries = this.#entries.get(name);
    if (!entries && name === "error") throw args[0];
    for (const { call } of entries ?? []) Reflect.apply(call, this, args);
    return entries !== undefined;
  }

  listeners(name: string | symbol): Listener[] {
    return (this.#entries.get(name) ?? []).map(({ listener }) => listener);
  }

  listenerCount(name: string | symbol): number {
    return this.#entries.get(name)?.length ?? 0;
  }

  eventNames(): (string | symbol)[] {
    return [...this.#entries.keys()];
  }

  #add(name: string | symbol, entry: Entry): this {
    if (typeof entry.listener !== "function") {
      throw new TypeError('The "listener" argument must be of type function.');
    }
    return this.#set(name, [...(this.#entries.get(name) ?? []), entry]);
  }

  #set(name: string | symbol, entries: Entry[]): this {
    if (entries.length > 0) this.#entries.set(name, entries);
    else this.#entries.delete(name);
    return this;
  }
}
