import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { type Admission, createAttemptWindows } from "./attempt-windows.ts";
import { secretHash } from "./secret-hash.ts";

/** How many sign-ins may be tried in a window, per account and per address. */
export const loginLimits = { windowMs: 15 * 60_000, perAccount: 10, perAddress: 40 } as const;

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
export function createLoginThrottle({ table, clock }: { table: Table; clock: Clock }): LoginThrottle {
  const windows = createAttemptWindows(table);
  const { windowMs, perAccount, perAddress } = loginLimits;
  const count = (subject: string, most: number) => windows.count(subject, { most, windowMs }, clock.nowMs());
  return {
    async attempt(account, address) {
      const byAddress = await count(subjectOf("address", address), perAddress);
      return byAddress.ok ? count(subjectOf("account", account), perAccount) : byAddress;
    },
    succeeded: (account) => windows.forget(subjectOf("account", account)),
  };
}

/** Hashed: both come from strangers, in any length. */
function subjectOf(kind: "account" | "address", text: string): string {
  return `${kind}#${secretHash(text)}`;
}
