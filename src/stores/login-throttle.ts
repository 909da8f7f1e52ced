import { z } from "zod";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, recordsOf } from "./records.ts";
import { secretHash } from "./secret-hash.ts";

type Window = { readonly subject: string; readonly attempts: number; readonly endsAtMs: number };

const schema: z.ZodType<Window> = z.object({
  subject: z.string(),
  attempts: z.number(),
  endsAtMs: z.number(),
});

/** How many sign-ins may be tried in a window, per account and per address. */
export const loginLimits = { windowMs: 15 * 60_000, perAccount: 10, perAddress: 40 } as const;

/** Whether a sign-in may be tried now. */
export type Admission = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** Slows down guessing of passwords. */
export type LoginThrottle = {
  /**
   * Counts an attempt before its password is looked at, so that parallel guesses count too. `address` is the client's
   * IPv4 address or its IPv6 /64.
   */
  attempt(account: string, address: string): Promise<Admission>;
  /** A sign-in that went well gives the account its attempts back; those of the address stay counted. */
  succeeded(account: string): Promise<void>;
};

/** {@link LoginThrottle} over a table. */
export function createLoginThrottle(deps: { table: Table; clock: Clock }): LoginThrottle {
  const { clock } = deps;
  const records = recordsOf(deps.table, {
    schema,
    place: ({ subject, endsAtMs }) => ({ ...keyOf(subject), expiresAt: expirySeconds(endsAtMs) }),
  });

  const count = async (subject: string, most: number): Promise<Admission> => {
    for (;;) {
      const nowMs = clock.nowMs();
      const found = await records.get(keyOf(subject));
      const leftMs = (found?.value.endsAtMs ?? 0) - nowMs;
      // One that lasts longer than a window does was opened before the clock was set back.
      const open = leftMs > 0 && leftMs <= loginLimits.windowMs ? found?.value : undefined;
      if (open && open.attempts >= most) return { ok: false, retryAfterMs: leftMs };
      const next = open
        ? { ...open, attempts: open.attempts + 1 }
        : { subject, attempts: 1, endsAtMs: nowMs + loginLimits.windowMs };
      const { ok } = await records.put(next, found ? { ifVersion: found.version } : { ifAbsent: true });
      if (ok) return { ok: true };
    }
  };

  return {
    async attempt(account, address) {
      const byAddress = await count(subjectOf("address", address), loginLimits.perAddress);
      return byAddress.ok ? count(subjectOf("account", account), loginLimits.perAccount) : byAddress;
    },
    async succeeded(account) {
      await records.delete(keyOf(subjectOf("account", account)));
    },
  };
}

/** Hashed: both come from strangers, in any length. */
function subjectOf(kind: "account" | "address", text: string): string {
  return `${kind}#${secretHash(text)}`;
}

function keyOf(subject: string) {
  return { pk: `THROTTLE#${subject}`, sk: "WINDOW" };
}
