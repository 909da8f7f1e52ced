import type { Item } from "./table.ts";

/**
 * Everything in a table, one by one and in no order, expired items left out. For moving house: whoever serves asks the
 * `Table`, which has no such thing on purpose. What is written meanwhile may be missed.
 */
export type AllItems = () => AsyncIterable<Item>;
