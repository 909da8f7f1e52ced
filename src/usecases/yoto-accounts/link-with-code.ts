import type { UserName, YotoAccountId } from "../../domain/ids.ts";
import { wantedScopes } from "../../domain/yoto-scopes.ts";
import type { Chance } from "../../ports/chance.ts";
import type { DeviceCode, YotoSignIn } from "../../ports/yoto-sign-in.ts";
import { type KeepLinkedDeps, keepLinkedAccount } from "./keep-linked-account.ts";

type Deps = KeepLinkedDeps & {
  readonly signIn: Pick<YotoSignIn, "startDeviceCode" | "pollDeviceCode">;
  readonly chance: Chance;
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

type Pending = {
  readonly code: DeviceCode;
  readonly boundTo: string;
  intervalMs: number;
  askedAtMs: number;
  asking: Promise<CodeLinkState> | undefined;
  /** The answer that told of it may get lost on its way to the screen, which then asks again. */
  linked?: CodeLinkState;
};

/** Yoto's users say so when they are asked too often; the standard adds five seconds then (RFC 8628 §3.5). */
const slowDownMs = 5000;
const mostPending = 50;

/** Links begun in this process; after a restart a person starts again. */
export function createCodeLinks(deps: Deps): CodeLinks {
  const pendings = new Map<string, Pending>();

  async function ask(id: string, pending: Pending, by: UserName): Promise<CodeLinkState> {
    const answer = await deps.signIn.pollDeviceCode(pending.code.deviceCode);
    switch (answer.is) {
      case "pending":
        return { is: "pending", askAgainInMs: pending.intervalMs };
      case "slow-down":
        pending.intervalMs += slowDownMs;
        return { is: "pending", askAgainInMs: pending.intervalMs };
      case "expired":
      case "denied":
        pendings.delete(id);
        return answer;
      case "done": {
        const account = await keepLinkedAccount(deps, answer.tokens, by);
        pending.linked = { is: "linked", accountId: account.id };
        return pending.linked;
      }
    }
  }

  return {
    async start(boundTo) {
      const code = await deps.signIn.startDeviceCode(wantedScopes.map(({ scope }) => scope));
      if (code === undefined) return undefined;
      const id = deps.chance.secret(128);
      const nowMs = deps.clock.nowMs();
      const { intervalMs } = code;
      pendings.set(id, { code, boundTo, intervalMs, askedAtMs: nowMs, asking: undefined });
      const oldest = pendings.keys().next().value;
      if (pendings.size > mostPending && oldest !== undefined) pendings.delete(oldest);
      return { ...code, id };
    },
    async look(id, boundTo, by) {
      const pending = pendings.get(id);
      if (pending === undefined || pending.boundTo !== boundTo) return { is: "expired" };
      const nowMs = deps.clock.nowMs();
      if (nowMs >= pending.code.expiresAtMs) {
        pendings.delete(id);
        return { is: "expired" };
      }
      if (pending.linked !== undefined) return pending.linked;
      if (pending.asking !== undefined) return pending.asking;
      const waitMs = pending.askedAtMs + pending.intervalMs - nowMs;
      if (waitMs > 0) return { is: "pending", askAgainInMs: waitMs };
      pending.askedAtMs = nowMs;
      pending.asking = ask(id, pending, by).finally(() => {
        pending.asking = undefined;
      });
      return pending.asking;
    },
  };
}
