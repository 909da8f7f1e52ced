import { lowerGain } from "../../src/domain/audio/lower-gain.ts";
import { silentMp3 } from "../http/an-app.ts";

const framesPerPiece = 250; // 6.5 s
/** How long one piece plays, in seconds. */
export const pieceSeconds = (framesPerPiece * 1152) / 44_100;

const loudness = 200;
const frameBytes = 417;
const mostSteps = 45;

/** A piece that is named by a letter: each of its frames tells which one it is, and how loud. */
export function pieceOf(letter: string): Uint8Array<ArrayBuffer> {
  const bytes = silentMp3(framesPerPiece, letter.charCodeAt(0));
  lowerGain(bytes, -loudness);
  return bytes;
}

/** A row of frames that were heard one after another: of one piece, equally loud, of one answer. */
export type HeardRun = {
  readonly track: number;
  readonly letter: string;
  /** How many steps it was quieter than it was recorded. */
  readonly quieter: number;
  frames: number;
};

/** Hears frame by frame what comes out of a loudspeaker; frames that nobody made are `?`. */
export function createEar() {
  const runs: HeardRun[] = [];
  return {
    runs,
    hear(track: number, bytes: Uint8Array): void {
      const { letter, quieter } = whatIs(bytes);
      const last = runs.at(-1);
      if (last?.track === track && last.letter === letter && last.quieter === quieter) last.frames += 1;
      else runs.push({ track, letter, quieter, frames: 1 });
    },
  };
}

/**
 * What was heard: a capital letter for each piece that was heard whole, a small one for a part of a piece, `~` behind what was made
 * quieter, and a space between answers.
 */
export function lettersOf(runs: readonly HeardRun[]): string {
  const pieces: { track: number; letter: string; quieter: boolean; frames: number }[] = [];
  for (const { track, letter, quieter, frames } of runs) {
    const last = pieces.at(-1);
    if (last?.track === track && last.letter === letter && last.quieter === quieter > 0)
      last.frames += frames;
    else pieces.push({ track, letter, quieter: quieter > 0, frames });
  }
  return pieces
    .map(({ track, letter, quieter, frames }, at) => {
      const whole = letter.repeat(Math.floor(frames / framesPerPiece));
      const all = frames % framesPerPiece === 0 ? whole : whole + letter.toLowerCase();
      const gap = at > 0 && pieces[at - 1]?.track !== track ? " " : "";
      return `${gap}${all}${quieter ? "~" : ""}`;
    })
    .join("");
}

const known = new Map<string, { readonly letter: string; readonly quieter: number }>();

function whatIs(frame: Uint8Array) {
  const bytes = Buffer.from(frame).toString("latin1");
  const letter = bytes[100] ?? "";
  if (!known.has(`${letter}0`)) {
    known.set(`${letter}0`, { letter, quieter: 0 });
    for (let quieter = 0; quieter <= mostSteps; quieter += 1) {
      const made = pieceOf(letter).subarray(0, frameBytes);
      lowerGain(made, quieter);
      known.set(Buffer.from(made).toString("latin1"), { letter, quieter });
    }
  }
  return known.get(bytes) ?? { letter: "?", quieter: 0 };
}
