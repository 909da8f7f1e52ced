/** Those methods of a port that answer a promise; the others cannot be had before it is loaded. */
type Asynchronous<Port> = {
  [Name in keyof Port as Port[Name] extends (...given: never[]) => Promise<unknown>
    ? Name
    : never]: Port[Name];
};

/**
 * A port whose adapter is loaded with its first call: what a cold start does not need, it does not read. `ready` holds the
 * methods that answer at once.
 */
export function lately<Port extends object, Ready extends Partial<Port>>(
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
