/** How the connection to one linked family does, and what is being done about it. */
export type AccountState = {
  readonly state: "connected" | "connecting" | "link-again" | "unavailable";
  /** A sentence for people. */
  readonly note?: string;
  readonly connectedSinceMs?: number;
  readonly lastEventAtMs?: number;
  readonly lastHeartbeatAtMs?: number;
};
