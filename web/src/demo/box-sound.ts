import type { PretendBox } from "./pretend-box.ts";

/** Sound of one pretend player in this browser: follows what the player does, with the same address that it fetched. */
export type BoxSound = {
  /** Call it whenever something may have changed. `seconds` is where the player is now, as well as we know. */
  follow(box: PretendBox, seconds: number): void;
  stop(): void;
};

const offByAtMostSeconds = 1.5;

/** Makes the sound of a box; a browser lets it play only after a click. */
export function createBoxSound(): BoxSound {
  const audio = new Audio();
  let path: string | undefined;
  return {
    follow: ({ playing, volumeSteps }, seconds) => {
      const wanted = streamPath(playing?.url);
      if (wanted === undefined || playing?.sounding !== true) {
        audio.pause();
        return;
      }
      if (path !== wanted) {
        path = wanted;
        audio.src = wanted;
      }
      audio.volume = (volumeSteps / 16) ** 1.5;
      if (Math.abs(audio.currentTime - seconds) > offByAtMostSeconds) audio.currentTime = seconds;
      if (audio.paused) audio.play().catch(() => undefined); // the tab may not play yet, or the file has ended
    },
    stop: () => {
      audio.pause();
      audio.removeAttribute("src");
      path = undefined;
    },
  };
}

/** Our own server's part of the address: its name may be another one for the player than for this browser. */
function streamPath(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const { pathname } = new URL(url);
  return pathname.startsWith("/s/") ? pathname : undefined;
}
