import {
  cardPixels,
  darkPixels,
  idlePixels,
  type Pixels,
  volumePixels,
  waitingPixels,
} from "./display-pixels.ts";
import type { PretendBox } from "./pretend-box.ts";

/** What the lamps of a box show, and the same in words. */
export function boxDisplay(
  box: PretendBox,
  volumeJustTurned: boolean,
): { readonly pixels: Pixels; readonly words: string } {
  if (box.activity === "off") return { pixels: darkPixels, words: "dark, switched off" };
  if (volumeJustTurned)
    return {
      pixels: volumePixels(box.volumeSteps, box.volumeMaxSteps),
      words: `volume ${box.volumeSteps} of 16`,
    };
  const title = box.playing?.cardTitle ?? "a card";
  switch (box.activity) {
    case "booting":
      return { pixels: waitingPixels(), words: "starting up" };
    case "loading":
      return { pixels: waitingPixels(), words: "asking for the card" };
    case "playing":
      return { pixels: cardPixels(title, false), words: `playing ${title}` };
    case "paused":
      return { pixels: cardPixels(title, true), words: `paused in ${title}` };
    case "stopped":
    case "idle":
    case "bt_speaker":
      return { pixels: idlePixels(box.night), words: box.night ? "a moon" : "a sun" };
  }
}
