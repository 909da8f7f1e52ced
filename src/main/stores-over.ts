import { oftenAskedStores, type StoreDeps } from "./often-asked-stores.ts";
import { seldomAskedStores } from "./seldom-asked-stores.ts";

/** Every store, over one table: what all processes of an installation share. */
export function storesOver(deps: StoreDeps) {
  return { ...oftenAskedStores(deps), ...seldomAskedStores(deps) };
}

/** Every store. */
export type Stores = ReturnType<typeof storesOver>;
