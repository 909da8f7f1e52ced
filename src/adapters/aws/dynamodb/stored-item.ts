import { z } from "zod";
import type { Item, Key } from "../../../ports/table.ts";

/** An attribute as DynamoDB's JSON writes it; we use texts and numbers only. */
export type Attribute = { readonly S: string } | { readonly N: string };
export type Attributes = Readonly<Record<string, Attribute>>;

export const text = z.object({ S: z.string() }).transform(({ S }) => S);
export const whole = z.object({ N: z.coerce.number().int() }).transform(({ N }) => N);
/** An item as it lies in the table. */
export const StoredItem = z.object({
  PK: text,
  SK: text,
  GSI1PK: text.optional(),
  GSI1SK: text.optional(),
  data: text,
  version: whole,
  expiresAt: whole.optional(),
});

/** Where it lies. */
export function keyOf({ pk, sk }: Key): Attributes {
  return { PK: { S: pk }, SK: { S: sk } };
}

/** The item that lies there. */
export function itemOf(stored: z.infer<typeof StoredItem>): Item {
  const { PK, SK, GSI1PK, GSI1SK, data, version, expiresAt } = stored;
  return {
    pk: PK,
    sk: SK,
    data: JSON.parse(data),
    version,
    ...(GSI1PK !== undefined && GSI1SK !== undefined && { index: { pk: GSI1PK, sk: GSI1SK } }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
