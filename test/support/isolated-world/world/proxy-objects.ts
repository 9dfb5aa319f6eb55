const proxyObjects = new WeakSet<object>();

/** Whether `value` was made by this world's `Proxy`; no language feature tells. */
export const isProxyObject = (value: object): boolean => proxyObjects.has(value);

/** Makes this world remember its JS Proxies from now on, because contextBridge refuses them. */
export function rememberProxyObjects(): void {
  const remember = <Value extends object>(value: Value): Value => {
    proxyObjects.add(value);
    return value;
  };
  globalThis.Proxy = new Proxy(Proxy, {
    construct: (target, [object, handler]) => remember(new target(object, handler)),
    get: (target, key, receiver) =>
      key === "revocable"
        ? (object: object, handler: ProxyHandler<object>) => {
            const revocable = target.revocable(object, handler);
            remember(revocable.proxy);
            return revocable;
          }
        : Reflect.get(target, key, receiver),
  });
}
