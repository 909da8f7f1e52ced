import { z } from "zod";
import type { PendingLink } from "../domain/yoto-account.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, recordsOf } from "./records.ts";
import { secretHash } from "./secret-hash.ts";

type StoredLink = Omit<PendingLink, "state" | "codeVerifier"> & {
  readonly stateHash: string;
  readonly sealedVerifier: string;
};

const schema: z.ZodType<StoredLink> = z.object({
  stateHash: z.string(),
  nonce: z.string(),
  sealedVerifier: z.string(),
  redirectUrl: z.string(),
  boundTo: z.string(),
  expiresAtMs: z.number(),
});

/** Links that browsers have begun at Yoto. */
export type PendingLinks = {
  begin(link: PendingLink): Promise<void>;
  /** Ends a link: to be had once, in time, and by the session that began it; else `undefined`. */
  take(state: string, boundTo: string): Promise<PendingLink | undefined>;
};

/** {@link PendingLinks} over a table. */
export function createPendingLinks(deps: { table: Table; secrets: Secrets }): PendingLinks {
  const records = recordsOf(deps.table, {
    schema,
    place: ({ stateHash, expiresAtMs }) => ({
      ...keyOf(stateHash),
      expiresAt: expirySeconds(expiresAtMs),
    }),
  });
  return {
    async begin({ state, codeVerifier, ...link }) {
      const sealedVerifier = await deps.secrets.seal(codeVerifier, purpose);
      await records.put({ ...link, stateHash: secretHash(state), sealedVerifier }, { ifAbsent: true });
    },
    async take(state, boundTo) {
      const found = await records.get(keyOf(secretHash(state)));
      if (found === undefined || found.value.boundTo !== boundTo) return undefined;
      const { stateHash, sealedVerifier, ...link } = found.value;
      if (!(await records.delete(keyOf(stateHash), found.version))) return undefined;
      return { ...link, state, codeVerifier: await deps.secrets.open(sealedVerifier, purpose) };
    },
  };
}

const purpose = "pending-link";

function keyOf(stateHash: string) {
  return { pk: `LINK#${stateHash}`, sk: "PENDING" };
}
