import { z } from "zod";
import type { PendingCode } from "../domain/yoto-account.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";

type StoredCode = Omit<PendingCode, "id" | "deviceCode"> & {
  readonly idHash: string;
  readonly sealedCode: string;
};

const schema: z.ZodType<StoredCode> = z.object({
  idHash: z.string(),
  sealedCode: z.string(),
  boundTo: z.string(),
  intervalMs: z.number(),
  askedAtMs: z.number(),
  expiresAtMs: z.number(),
  linked: ids.yotoAccount.exactOptional(),
});

/** Codes that wait for somebody to type them in at Yoto. Any process may ask how one goes. */
export type PendingCodes = {
  begin(code: PendingCode): Promise<void>;
  /** One that is not too old, for the session that began it. */
  get(id: string, boundTo: string): Promise<Versioned<PendingCode> | undefined>;
  /** The version after it, `undefined` when somebody else changed or ended it meanwhile. */
  change(code: PendingCode, ifVersion: number): Promise<number | undefined>;
  end(id: string): Promise<void>;
};

/** {@link PendingCodes} over a table. */
export function createPendingCodes(deps: { table: Table; secrets: Secrets }): PendingCodes {
  const records = recordsOf(deps.table, {
    schema,
    place: ({ idHash, expiresAtMs }) => ({ ...keyOf(idHash), expiresAt: expirySeconds(expiresAtMs) }),
  });
  const stored = async ({ id, deviceCode, ...code }: PendingCode): Promise<StoredCode> => ({
    ...code,
    idHash: secretHash(id),
    sealedCode: await deps.secrets.seal(deviceCode, purpose),
  });
  return {
    async begin(code) {
      await records.put(await stored(code), { ifAbsent: true });
    },
    async get(id, boundTo) {
      const found = await records.get(keyOf(secretHash(id)));
      if (found === undefined || found.value.boundTo !== boundTo) return undefined;
      const { idHash: _, sealedCode, ...code } = found.value;
      const deviceCode = await deps.secrets.open(sealedCode, purpose);
      return { value: { ...code, id, deviceCode }, version: found.version };
    },
    async change(code, ifVersion) {
      const written = await records.put(await stored(code), { ifVersion });
      return written.ok ? written.version : undefined;
    },
    async end(id) {
      await records.delete(keyOf(secretHash(id)));
    },
  };
}

const purpose = "pending-code";

function keyOf(idHash: string) {
  return { pk: `CODE#${idHash}`, sk: "PENDING" };
}
