import type { UserName, YotoAccountId } from "../../domain/ids.ts";
import type { PendingCode } from "../../domain/yoto-account.ts";
import { wantedScopes } from "../../domain/yoto-scopes.ts";
import type { Chance } from "../../ports/chance.ts";
import type { DeviceCode, YotoSignIn } from "../../ports/yoto-sign-in.ts";
import type { PendingCodes } from "../../stores/pending-codes.ts";
import { type KeepLinkedDeps, keepLinkedAccount } from "./keep-linked-account.ts";

type Deps = KeepLinkedDeps & {
  readonly signIn: Pick<YotoSignIn, "startDeviceCode" | "pollDeviceCode">;
  readonly chance: Chance;
  readonly pendingCodes: PendingCodes;
};

/** How linking with a code goes on. */
export type CodeLinkState =
  | { readonly is: "pending"; readonly askAgainInMs: number }
  | { readonly is: "linked"; readonly accountId: YotoAccountId }
  | { readonly is: "expired" }
  | { readonly is: "denied" };

/** Linking with a code that is typed in on another device. Never waits for Yoto's user. */
export type CodeLinks = {
  /** `undefined`: Yoto refuses codes to our client; link in the browser instead. */
  start(boundTo: string): Promise<(DeviceCode & { readonly id: string }) | undefined>;
  /** Asks Yoto no more often than Yoto allows, however often it is called. */
  look(id: string, boundTo: string, by: UserName): Promise<CodeLinkState>;
};

/** Yoto's users say so when they are asked too often; the standard adds five seconds then (RFC 8628 §3.5). */
const slowDownMs = 5000;

/** Codes stand in the store: whichever process is asked next, or after a restart, goes on with them. */
export function createCodeLinks(deps: Deps): CodeLinks {
  const { pendingCodes } = deps;

  async function ask(pending: PendingCode, version: number, by: UserName): Promise<CodeLinkState> {
    const answer = await deps.signIn.pollDeviceCode(pending.deviceCode);
    switch (answer.is) {
      case "pending":
        return { is: "pending", askAgainInMs: pending.intervalMs };
      case "slow-down": {
        const intervalMs = pending.intervalMs + slowDownMs;
        await pendingCodes.change({ ...pending, intervalMs }, version);
        return { is: "pending", askAgainInMs: intervalMs };
      }
      case "expired":
      case "denied":
        await pendingCodes.end(pending.id);
        return answer;
      case "done": {
        const { id: linked } = await keepLinkedAccount(deps, answer.tokens, by);
        await pendingCodes.change({ ...pending, linked }, version);
        return { is: "linked", accountId: linked };
      }
    }
  }

  return {
    async start(boundTo) {
      const code = await deps.signIn.startDeviceCode(wantedScopes.map(({ scope }) => scope));
      if (code === undefined) return undefined;
      const { deviceCode, intervalMs, expiresAtMs } = code;
      const id = deps.chance.secret(128);
      const askedAtMs = deps.clock.nowMs();
      await pendingCodes.begin({ id, deviceCode, boundTo, intervalMs, askedAtMs, expiresAtMs });
      return { ...code, id };
    },
    async look(id, boundTo, by) {
      const found = await pendingCodes.get(id, boundTo);
      if (found === undefined) return { is: "expired" };
      const { linked, askedAtMs, intervalMs } = found.value;
      if (linked !== undefined) return { is: "linked", accountId: linked };
      const nowMs = deps.clock.nowMs();
      const waitMs = askedAtMs + intervalMs - nowMs;
      if (waitMs > 0) return { is: "pending", askAgainInMs: waitMs };
      const asking = { ...found.value, askedAtMs: nowMs };
      const version = await pendingCodes.change(asking, found.version);
      // Another look asks Yoto this very moment.
      if (version === undefined) return { is: "pending", askAgainInMs: intervalMs };
      return ask(asking, version, by);
    },
  };
}
