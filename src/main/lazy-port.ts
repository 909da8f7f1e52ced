/** The asynchronous methods of a port; its synchronous ones cannot work before the adapter is loaded. */
type Asynchronous<Port> = {
  [Name in keyof Port as Port[Name] extends (...given: never[]) => Promise<unknown>
    ? Name
    : never]: Port[Name];
};

/**
 * A port whose adapter is imported at its first call, so that a cold start does not read it. `ready` holds the synchronous
 * methods, which work at once.
 */
export function lazyPort<Port extends object, Ready extends Partial<Port>>(
  load: () => Promise<Port>,
  ready: Ready,
): Asynchronous<Port> & Ready {
  let loading: Promise<Port> | undefined;
  const later =
    (name: string | symbol) =>
    async (...given: unknown[]) => {
      loading ??= load();
      const method: unknown = Reflect.get(await loading, name);
      if (typeof method !== "function") throw new TypeError(`There is no method ${String(name)}`);
      return method(...given);
    };
  return new Proxy(ready, {
    get: (_, name) => (name in ready || name === "then" ? Reflect.get(ready, name) : later(name)),
  }) as Asynchronous<Port> & Ready;
}
