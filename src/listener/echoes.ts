import { hash } from "node:crypto";
import type { PlayerMessage } from "../domain/players/player-message.ts";

/** Tells a message that came another way already from a new one. */
export type Echoes = {
  /** `way` names how it came: connection and topic. */
  isEcho(message: PlayerMessage, way: string): boolean;
};

/** Yoto's legacy topics run at most a fraction of a second apart from the new ones; so do two connections. */
const rememberMs = 3_000;
const rememberMost = 64;

/**
 * For one player. The same report comes on a legacy and on a new topic, and twice over while one connection relieves
 * another. Each arrival is paired with one of another way: a knob turned up, down and up again stays three steps.
 */
export function createEchoes(): Echoes {
  return new OnePlayersEchoes();
}

class OnePlayersEchoes implements Echoes {
  #heard: { readonly way: string; readonly mark: string; readonly atMs: number }[] = [];

  isEcho(message: PlayerMessage, way: string): boolean {
    if (message.kind !== "playback") return false;
    const atMs = message.arrivedAtMs;
    const said = JSON.stringify([message.eventUtcSeconds, message.report]);
    // Ten thousand players' last words would take much memory, their marks do not.
    const mark = hash("sha1", said, "base64url").slice(0, 12);
    if (this.#heard.length > 0)
      this.#heard = this.#heard
        .filter((each) => Math.abs(atMs - each.atMs) <= rememberMs)
        .slice(-rememberMost);
    const twin = this.#heard.findIndex((each) => each.way !== way && each.mark === mark);
    if (twin >= 0) {
      this.#heard.splice(twin, 1);
      return true;
    }
    this.#heard.push({ way, mark, atMs });
    return false;
  }
}
