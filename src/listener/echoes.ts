import type { PlayerMessage } from "../domain/player-message.ts";

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
  let heard: { readonly way: string; readonly text: string; readonly atMs: number }[] = [];
  return {
    isEcho(message, way) {
      if (message.kind !== "playback") return false;
      const atMs = message.arrivedAtMs;
      const text = JSON.stringify([message.eventUtcSeconds, message.report]);
      if (heard.length > 0)
        heard = heard.filter((each) => Math.abs(atMs - each.atMs) <= rememberMs).slice(-rememberMost);
      const twin = heard.findIndex((each) => each.way !== way && each.text === text);
      if (twin >= 0) {
        heard.splice(twin, 1);
        return true;
      }
      heard.push({ way, text, atMs });
      return false;
    },
  };
}
