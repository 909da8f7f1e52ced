import { hash } from "node:crypto";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { PlayerMemory } from "./player-memory.ts";

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
export function createEchoes(memory: PlayerMemory): Echoes {
  return new OnePlayersEchoes(memory);
}

class OnePlayersEchoes implements Echoes {
  readonly #memory: PlayerMemory;

  constructor(memory: PlayerMemory) {
    this.#memory = memory;
  }

  isEcho(message: PlayerMessage, way: string): boolean {
    if (message.kind !== "playback") return false;
    const atMs = message.arrivedAtMs;
    const said = JSON.stringify([message.eventUtcSeconds, message.report]);
    // Ten thousand players' last words would take much memory, their marks do not.
    const mark = hash("sha1", said, "base64url").slice(0, 12);
    const lately = this.#memory.now.lately
      .filter((each) => Math.abs(atMs - each.atMs) <= rememberMs)
      .slice(-rememberMost);
    const twin = lately.findIndex((each) => each.way !== way && each.mark === mark);
    const isEcho = twin >= 0;
    this.#memory.change({ lately: isEcho ? lately.toSpliced(twin, 1) : [...lately, { way, mark, atMs }] });
    return isEcho;
  }
}
