import { z } from "zod";
import type { ApiToken } from "../domain/api-token.ts";
import { ApiTokenId, UserName } from "../domain/ids.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { openBearer, sealBearer } from "./bearer.ts";
import { expirySeconds, gather, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";

const schema: z.ZodType<ApiToken> = z.object({
  id: ids.apiToken,
  user: ids.user,
  label: z.string(),
  createdAtMs: z.number(),
  usedAtMs: z.number().exactOptional(),
  expiresAtMs: z.number().exactOptional(),
});

const usedAgainAfterMs = 3_600_000;
/** How every API token begins, so that scanners for leaked keys can know it. */
const apiTokenPrefix = "yss_";

/** Keys for programs. */
export type ApiTokens = {
  /** `token` is shown once and never stored. */
  create(wanted: {
    readonly user: UserName;
    readonly label: string;
    readonly expiresAtMs?: number;
  }): Promise<{ readonly apiToken: ApiToken; readonly token: string }>;
  /** What a token allows; notes its use (written at most once an hour). */
  find(token: string): Promise<ApiToken | undefined>;
  of(user: UserName): Promise<readonly ApiToken[]>;
  /** `false` when there was none. */
  revoke(user: UserName, id: ApiTokenId): Promise<boolean>;
  revokeAll(user: UserName): Promise<void>;
};

/** {@link ApiTokens} over a table. */
export function createApiTokens(deps: { table: Table; clock: Clock; chance: Chance }): ApiTokens {
  const records = recordsOf(deps.table, {
    schema,
    place: ({ user, id, expiresAtMs }) => ({
      ...keyOf(user, id),
      ...(expiresAtMs !== undefined && { expiresAt: expirySeconds(expiresAtMs) }),
    }),
  });

  const noteUse = async ({ value, version }: Versioned<ApiToken>): Promise<ApiToken> => {
    const nowMs = deps.clock.nowMs();
    if (value.usedAtMs !== undefined && nowMs - value.usedAtMs < usedAgainAfterMs) return value;
    const used = { ...value, usedAtMs: nowMs };
    const { ok } = await records.put(used, { ifVersion: version });
    return ok ? used : value;
  };

  const of = async (user: UserName) =>
    (await gather(records.all({ pk: `USER#${user}`, prefix: "APITOKEN#" }))).map(({ value }) => value);

  return {
    of,
    async create({ user, label, expiresAtMs }) {
      const secret = deps.chance.secret(256);
      const apiToken: ApiToken = {
        id: ApiTokenId(secretHash(secret)),
        user,
        label,
        createdAtMs: deps.clock.nowMs(),
        ...(expiresAtMs !== undefined && { expiresAtMs }),
      };
      await records.put(apiToken, { ifAbsent: true });
      return { apiToken, token: apiTokenPrefix + sealBearer(user, secret) };
    },
    async find(token) {
      const bearer = token.startsWith(apiTokenPrefix)
        ? openBearer(token.slice(apiTokenPrefix.length))
        : undefined;
      if (bearer === undefined) return undefined;
      const found = await records.get(keyOf(UserName(bearer.user), ApiTokenId(secretHash(bearer.secret))));
      return found && noteUse(found);
    },
    async revoke(user, id) {
      const found = await records.get(keyOf(user, id));
      return found !== undefined && (await records.delete(keyOf(user, id)));
    },
    async revokeAll(user) {
      for (const { id } of await of(user)) await records.delete(keyOf(user, id));
    },
  };
}

function keyOf(user: UserName, id: ApiTokenId) {
  return { pk: `USER#${user}`, sk: `APITOKEN#${id}` };
}
