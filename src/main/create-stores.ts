import { coreStores, type StoreDeps } from "./core-stores.ts";
import { deferredStores } from "./deferred-stores.ts";

/** Every store, over one table: what all processes of an installation share. */
export function createStores(deps: StoreDeps) {
  return { ...coreStores(deps), ...deferredStores(deps) };
}

/** Every store. */
export type Stores = ReturnType<typeof createStores>;
