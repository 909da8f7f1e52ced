import { z } from "zod";
import { SessionId, UserName } from "../domain/ids.ts";
import type { Session } from "../domain/session.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { openBearer, sealBearer } from "./bearer.ts";
import { expirySeconds, gather, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";

const schema: z.ZodType<Session> = z.object({
  id: ids.session,
  user: ids.user,
  createdAtMs: z.number(),
  seenAtMs: z.number(),
  expiresAtMs: z.number(),
  device: z.string().exactOptional(),
});

const dayMs = 86_400_000;
/** A session ends this long after its last use … */
export const sessionIdleMs = 30 * dayMs;
/** … and this long after sign-in whatever happens. */
export const sessionLifeMs = 180 * dayMs;
const touchedAgainAfterMs = 3_600_000;

/** Browsers that are signed in. */
export type Sessions = {
  /** `token` belongs into the cookie and is never stored. */
  create(user: UserName, device?: string): Promise<{ readonly session: Session; readonly token: string }>;
  /** The session of a cookie, kept alive by being asked for (written at most once an hour). */
  find(token: string): Promise<Session | undefined>;
  of(user: UserName): Promise<readonly Session[]>;
  /** `false` when there was none. */
  revoke(user: UserName, id: SessionId): Promise<boolean>;
  /** Ends all of a user's sessions, but for one if wanted. */
  revokeAll(user: UserName, except?: SessionId): Promise<void>;
};

/** {@link Sessions} over a table. */
export function createSessions(deps: { table: Table; clock: Clock; chance: Chance }): Sessions {
  const { clock } = deps;
  const records = recordsOf(deps.table, {
    schema,
    place: ({ user, id, expiresAtMs }) => ({
      ...keyOf(user, id),
      expiresAt: expirySeconds(expiresAtMs),
    }),
  });

  const touch = async ({ value, version }: Versioned<Session>): Promise<Session> => {
    const nowMs = clock.nowMs();
    if (nowMs - value.seenAtMs < touchedAgainAfterMs) return value;
    const expiresAtMs = Math.min(nowMs + sessionIdleMs, value.createdAtMs + sessionLifeMs);
    const touched = { ...value, seenAtMs: nowMs, expiresAtMs };
    // Refused means that somebody else touched or revoked it just now; this request may still pass.
    const { ok } = await records.put(touched, { ifVersion: version });
    return ok ? touched : value;
  };

  const of = async (user: UserName) =>
    (await gather(records.all({ pk: `USER#${user}`, prefix: "SESSION#" }))).map(({ value }) => value);

  return {
    of,
    async create(user, device) {
      const secret = deps.chance.secret(256);
      const nowMs = clock.nowMs();
      const session: Session = {
        id: SessionId(secretHash(secret)),
        user,
        createdAtMs: nowMs,
        seenAtMs: nowMs,
        expiresAtMs: nowMs + sessionIdleMs,
        ...(device !== undefined && { device }),
      };
      await records.put(session, { ifAbsent: true });
      return { session, token: sealBearer(user, secret) };
    },
    async find(token) {
      const bearer = openBearer(token);
      if (bearer === undefined) return undefined;
      const found = await records.get(keyOf(UserName(bearer.user), SessionId(secretHash(bearer.secret))));
      return found && touch(found);
    },
    async revoke(user, id) {
      const found = await records.get(keyOf(user, id));
      return found !== undefined && (await records.delete(keyOf(user, id)));
    },
    async revokeAll(user, except) {
      for (const { id } of await of(user)) if (id !== except) await records.delete(keyOf(user, id));
    },
  };
}

function keyOf(user: UserName, id: SessionId) {
  return { pk: `USER#${user}`, sk: `SESSION#${id}` };
}
