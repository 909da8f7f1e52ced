import { signal } from "@preact/signals";
import { forgetOnSignOut } from "./session.ts";
import { showToast } from "./toasts.ts";

/** What this browser plays from the library. */
export type Listening = {
  readonly id: string;
  readonly playing: boolean;
  readonly seconds: number;
};

/** One piece at a time; `undefined` when nothing was started. */
export const listening = signal<Listening | undefined>(undefined);

let element: HTMLAudioElement | undefined;

/** Plays a piece here, or pauses it when it is the one that plays. Call it from a click. */
export function toggleListening(id: string, url: string): void {
  const audio = ready();
  if (listening.value?.id !== id) {
    audio.src = url;
    listening.value = { id, playing: false, seconds: 0 };
  }
  if (audio.paused)
    audio.play().catch(() => showToast({ tone: "bad", text: "The browser cannot play this recording." }));
  else audio.pause();
}

/** Plays a piece from a second on. Call it from a click. */
export function listenFrom(id: string, url: string, seconds: number): void {
  const audio = ready();
  if (listening.value?.id !== id) {
    audio.src = url;
    listening.value = { id, playing: false, seconds };
  }
  audio.currentTime = seconds;
  audio.play().catch(() => showToast({ tone: "bad", text: "The browser cannot play this recording." }));
}

/** Goes to a second of the piece that plays. */
export function seekListening(seconds: number): void {
  if (element !== undefined) element.currentTime = seconds;
}

/** Silence. */
export function stopListening(): void {
  element?.pause();
  listening.value = undefined;
}

function ready(): HTMLAudioElement {
  if (element !== undefined) return element;
  const audio = new Audio();
  audio.preload = "metadata";
  const tell = () => {
    if (listening.value !== undefined)
      listening.value = { ...listening.value, playing: !audio.paused, seconds: audio.currentTime };
  };
  for (const name of ["play", "pause", "timeupdate", "ended"]) audio.addEventListener(name, tell);
  element = audio;
  return audio;
}

forgetOnSignOut(stopListening);
