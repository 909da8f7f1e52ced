import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import type { Switches } from "../switches.ts";
import type { Grant } from "./grants.ts";

type Pending = {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audience: string | undefined;
  readonly expiresAtMs: number;
  intervalMs: number;
  lastPollMs: number;
  answer: { readonly sub: string } | "denied" | "spent" | undefined;
};

/** What a poll with a device code finds. */
export type DevicePoll =
  | { readonly state: "granted"; readonly grant: Grant }
  | { readonly state: "pending" | "denied" | "expired" | "unknown" }
  | { readonly state: "too-fast"; readonly intervalSeconds: number };

/** Device codes: shown on a screen, typed in on `/activate`, polled for at the token endpoint. */
export type DeviceCodes = {
  begin(of: Pick<Pending, "clientId" | "scopes" | "audience">): Readonly<Pending>;
  /** `undefined` when there is no such code, or it is too old or answered. */
  byUserCode(userCode: string): Readonly<Pending> | undefined;
  answer(userCode: string, answer: { readonly sub: string } | "denied"): void;
  /** A granted code is spent by the poll that finds it. Polling too fast makes the interval 5 s longer. */
  poll(deviceCode: string, clientId: string): DevicePoll;
};

type Deps = { readonly clock: PretendClock; readonly chance: PretendChance; readonly switches: Switches };

export function createDeviceCodes({ clock, chance, switches }: Deps): DeviceCodes {
  const byDeviceCode = new Map<string, Pending>();
  const byUserCode = new Map<string, Pending>();
  const letters = "BCDFGHJKLMNPQRSTVWXZ";
  const fourLetters = () =>
    Array.from({ length: 4 }, () => letters.charAt(Math.floor(chance.fraction() * letters.length))).join("");
  const plain = (userCode: string) => userCode.toUpperCase().replaceAll(/[^A-Z]/g, "");
  const open = (userCode: string) => {
    const found = byUserCode.get(plain(userCode));
    return found?.answer === undefined && (found?.expiresAtMs ?? 0) > clock.nowMs() ? found : undefined;
  };

  return {
    begin: (of) => {
      const pending: Pending = {
        ...of,
        deviceCode: chance.alphanumerics(24),
        userCode: `${fourLetters()}-${fourLetters()}`,
        expiresAtMs: clock.nowMs() + switches.deviceCodeSeconds * 1_000,
        intervalMs: switches.deviceCodeIntervalSeconds * 1_000,
        lastPollMs: Number.NEGATIVE_INFINITY,
        answer: undefined,
      };
      byDeviceCode.set(pending.deviceCode, pending);
      byUserCode.set(plain(pending.userCode), pending);
      clock.after(switches.deviceCodeSeconds * 3_000, () => {
        byDeviceCode.delete(pending.deviceCode);
        byUserCode.delete(plain(pending.userCode));
      });
      return pending;
    },
    byUserCode: open,
    answer: (userCode, answer) => {
      const pending = open(userCode);
      if (pending !== undefined) pending.answer = answer;
    },
    poll: (deviceCode, clientId) => {
      const pending = byDeviceCode.get(deviceCode);
      if (pending === undefined || pending.clientId !== clientId || pending.answer === "spent")
        return { state: "unknown" };
      if (pending.expiresAtMs <= clock.nowMs()) return { state: "expired" };
      const sinceLastMs = clock.nowMs() - pending.lastPollMs;
      pending.lastPollMs = clock.nowMs();
      if (sinceLastMs < pending.intervalMs) {
        pending.intervalMs += 5_000;
        return { state: "too-fast", intervalSeconds: pending.intervalMs / 1_000 };
      }
      if (pending.answer === undefined) return { state: "pending" };
      if (pending.answer === "denied") return { state: "denied" };
      const { scopes, audience } = pending;
      const grant = { clientId, sub: pending.answer.sub, scopes, audience };
      pending.answer = "spent";
      return { state: "granted", grant };
    },
  };
}
