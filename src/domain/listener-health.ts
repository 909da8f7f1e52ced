import type { YotoAccountId } from "./ids.ts";

/** How it stands between us and the players of one account. Times in milliseconds since 1970, absent = never. */
export type AccountHealth = {
  readonly accountId: YotoAccountId;
  readonly linked: "linked" | "link-again";
  readonly mqtt: "connected" | "connecting" | "down";
  /** Since when `mqtt` is so. */
  readonly sinceMs: number;
  readonly players: number;
  readonly lastEventAtMs?: number;
  readonly lastHeartbeatAtMs?: number;
  /** What is being done about it, or that nothing needs to be: a sentence for people. */
  readonly doing: string;
  /** Which listener looks after the account. */
  readonly listener: string;
};

/** What the listener in this process knows of its accounts right now. Empty in a process without one. */
export type ListenerHealth = { accounts(): readonly AccountHealth[] };
