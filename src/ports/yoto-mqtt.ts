import type { PlayerId } from "../domain/ids.ts";
import type { Command } from "../domain/players/command.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";

/** Why a connection ended. `refused` covers a bad or expired token; a fresh one is needed for every connect anyway. */
export type Disconnected = {
  readonly why: "closed-by-us" | "closed-by-broker" | "silent" | "refused";
  readonly detail?: string;
};

/**
 * One MQTT connection of one account, for all its players (yoto-protocol §4.1): clean session, QoS 1, exact topics, no
 * reconnect of its own. Disposing disconnects properly.
 */
export type YotoConnection = AsyncDisposable & {
  /** Subscribes to the player's topics, in packets the broker accepts. */
  watch(playerId: PlayerId): Promise<void>;
  unwatch(playerId: PlayerId): Promise<void>;
  /** Resolves when the broker has shown that it hears us, behind all that was on its way to us. Asks no player. */
  hears(): Promise<void>;
  /** Asks for a full playback report and keeps reports coming for about five minutes. */
  requestEvents(playerId: PlayerId): Promise<void>;
  /** Asks for the small status. Two requests within half a second lose a reply: the caller spaces them. */
  requestStatus(playerId: PlayerId): Promise<void>;
  requestFullStatus(playerId: PlayerId, requestId: string): Promise<void>;
  /** Resolves when the broker has taken it, which says nothing about the player. `requestId` comes back in the response. */
  send(playerId: PlayerId, command: Command, requestId: string): Promise<void>;
  /** Fulfils once, never rejects. */
  readonly closed: Promise<Disconnected>;
};

export type YotoMqtt = {
  /** Throws `YotoTrouble` (`unauthorized` or `unavailable`) when no connection comes about within ten seconds. */
  connect(options: {
    readonly accessToken: string;
    readonly clientId: string;
    /** What it answers is waited for before the message is confirmed and the next one read: who cannot keep up slows the broker down. */
    readonly onMessage: (message: PlayerMessage) => Promise<void> | void;
    readonly signal: AbortSignal;
  }): Promise<YotoConnection>;
};
