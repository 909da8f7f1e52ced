import type { PlayerId, YotoCardId } from "./ids.ts";

/** An address out there that wants to be told what happens. */
export type Webhook = {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly on: boolean;
  /** Kinds of history entries; absent: all. */
  readonly kinds?: readonly string[];
  /** Absent: all players. */
  readonly players?: readonly PlayerId[];
  /** An admin allowed addresses inside the home's own network. */
  readonly mayReachHome: boolean;
  readonly createdAtMs: number;
};

/** One message to a webhook, kept until it was taken or given up. */
export type Delivery = {
  /** The same for every attempt, so that the receiver can tell a repetition. */
  readonly id: string;
  readonly webhookId: string;
  /** The JSON that is sent, byte for byte. */
  readonly body: string;
  readonly kind: string;
  readonly createdAtMs: number;
  readonly attempts: number;
  readonly state: "waiting" | "delivered" | "given-up";
  /** When to try next, while waiting. */
  readonly nextAtMs: number;
  /** What the last attempt came to, in words. */
  readonly told?: string;
  readonly status?: number;
};

/** What a secret address does when it is called. */
export type HookDeed =
  | { readonly do: "play-card"; readonly playerId: PlayerId; readonly yotoCardId: YotoCardId }
  | { readonly do: "sleep-timer"; readonly playerId: PlayerId; readonly seconds: number }
  | { readonly do: "more-time"; readonly playerId: PlayerId; readonly minutes: number }
  | { readonly do: "pause"; readonly playerId: PlayerId };

/** An address of ours that does something when it is called. Who knows it may call it. */
export type SecretAddress = {
  /** The hash of its secret part. */
  readonly id: string;
  readonly title: string;
  readonly deed: HookDeed;
  readonly createdAtMs: number;
  readonly usedAtMs?: number;
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Waits between attempts; after the last of them it is given up. */
const waits = [5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];

/** How long to wait after so many attempts that failed, moved by up to a fifth by chance; `undefined`: give up. */
export function retryAfterMs(attempts: number, fraction: number): number | undefined {
  const wait = waits[attempts - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 + fraction / 5));
}

/** Whether a webhook wants to hear of this. */
export function wants(
  { on, kinds, players }: Webhook,
  about: { readonly kind: string; readonly playerId: PlayerId },
): boolean {
  const kindFits = kinds === undefined || kinds.includes(about.kind);
  return on && kindFits && (players === undefined || players.includes(about.playerId));
}
