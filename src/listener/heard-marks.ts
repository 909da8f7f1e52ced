import { createHash } from "node:crypto";
import type { PlayerMessage } from "../domain/players/player-message.ts";

/** Names a message by what it says and where it was said, not by when it came here. */
export function markOf(message: PlayerMessage): string {
  const { arrivedAtMs: _, payload: __, ...said } = message;
  return createHash("sha1").update(JSON.stringify(said)).digest("base64url").slice(0, 12);
}

/** How many marks of the last messages are kept with a player: enough to tell a place among equal ones. */
export const marksKept = 6;

/**
 * What a predecessor had not heard yet: of the messages that we heard beside it, those behind the last one that its record
 * knows. Where equal messages leave several places, the one that most marks before it agree with; then the earliest, because a
 * message told twice changes nothing and one that is lost is lost.
 */
export function notHeardYet(
  messages: readonly PlayerMessage[],
  heard: readonly string[],
): readonly PlayerMessage[] {
  const marks = messages.map(markOf);
  const last = heard.at(-1);
  let place = -1;
  let most = 0;
  for (const [at, mark] of marks.entries()) {
    if (mark !== last) continue;
    const agreeing = agreement(marks.slice(0, at + 1), heard);
    if (agreeing > most) [place, most] = [at, agreeing];
  }
  return messages.slice(place + 1);
}

/** How many of `heard`, from its end, stand in `marks` in their order, from its end. Others may stand between. */
function agreement(marks: readonly string[], heard: readonly string[]): number {
  let at = marks.length - 1;
  let agreeing = 0;
  for (const mark of heard.toReversed()) {
    while (at >= 0 && marks[at] !== mark) at--;
    if (at < 0) return agreeing;
    agreeing++;
    at--;
  }
  return agreeing;
}
