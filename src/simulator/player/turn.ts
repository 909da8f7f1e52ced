import type { PretendChance } from "../chance.ts";
import { nextAlarm, nextModeChangeMs } from "./local-time.ts";
import type { PlayerCard, PlayerTrack } from "./player-card.ts";
import type { ReadCommand } from "./player-command.ts";
import { type PlayerModel, pushesForMs, type WakeName } from "./player-model.ts";
import { deviceUtc, fullEvent, type Report } from "./player-reports.ts";
import type { Settings } from "./settings.ts";
import type { SoundNews } from "./track-sound.ts";

/** What can happen to a player: a hand, a message, an answer, its own sound, or time. */
export type Input =
  | { readonly kind: "power" }
  | { readonly kind: "hold-power" }
  | { readonly kind: "insert"; readonly cardId: string }
  | { readonly kind: "remove" }
  | { readonly kind: "turn-left"; readonly step: 1 | -1 }
  | { readonly kind: "turn-right"; readonly direction: "next" | "previous" }
  | { readonly kind: "press-left" }
  | { readonly kind: "press-right"; readonly times: number }
  | { readonly kind: "hold-left" }
  | { readonly kind: "charger"; readonly plugged: boolean }
  | { readonly kind: "battery"; readonly percent: number }
  | { readonly kind: "headphones"; readonly plugged: boolean }
  | { readonly kind: "wifi"; readonly there: boolean }
  | { readonly kind: "clock-wrong"; readonly seconds: number }
  | { readonly kind: "contact"; readonly online: boolean }
  | { readonly kind: "command"; readonly read: ReadCommand }
  | { readonly kind: "card-read"; readonly wish: number; readonly card: PlayerCard | undefined }
  | { readonly kind: "settings-read"; readonly settings: Settings }
  | { readonly kind: "sound"; readonly sound: number; readonly news: SoundNews }
  | { readonly kind: "download"; readonly download: PlayerModel["download"] }
  | { readonly kind: "wake"; readonly name: WakeName };

/** What a player then does to the world around it. */
export type Effect =
  | { readonly do: "event"; readonly payload: Report }
  | {
      readonly do: "say";
      readonly topic: "data/status" | "status/full" | "status" | "presence" | "response";
      readonly payload: Report;
    }
  | { readonly do: "connect" }
  /** Announced: says goodbye and closes. Silent: the radio is gone and nobody knows. */
  | { readonly do: "disconnect"; readonly how: "announced" | "silent" }
  | { readonly do: "get-settings" }
  | { readonly do: "get-card"; readonly wish: number; readonly cardId: string }
  | { readonly do: "keep-card"; readonly card: PlayerCard }
  | {
      readonly do: "start-sound";
      readonly sound: number;
      readonly track: PlayerTrack;
      readonly fromSeconds: number;
    }
  | { readonly do: "pause-sound" }
  | { readonly do: "resume-sound" }
  | { readonly do: "stop-sound" }
  | { readonly do: "beep"; readonly why: string };

/** One step of a player: handlers change `model` and add to `does`; nothing else is touched. */
export type Turn = {
  readonly atMs: number;
  readonly chance: PretendChance;
  readonly isStored: (url: string) => boolean;
  model: PlayerModel;
  readonly does: Effect[];
};

/** As captured: the position goes on by five between two reports. */
export const reportEveryMs = 5_050;

export function change(turn: Turn, changes: Partial<PlayerModel>): void {
  turn.model = { ...turn.model, ...changes };
}

/** Sets or clears (`undefined`) the time of something that happens by itself. */
export function wakeAt(turn: Turn, name: WakeName, atMs: number | undefined): void {
  const { [name]: _old, ...others } = turn.model.wakes;
  change(turn, { wakes: atMs === undefined ? others : { ...others, [name]: atMs } });
}

/** Whether somebody listens: pushes end five minutes after the last command. */
export function isPushing({ model, atMs }: Turn): boolean {
  return model.isOnline && atMs < model.pushesUntilMs;
}

/** A delta: `fields` and the time. */
export function sayChange(turn: Turn, fields: Report): void {
  if (!isPushing(turn)) return;
  turn.does.push({ do: "event", payload: { ...fields, eventUtc: deviceUtc(turn.model, turn.atMs) } });
}

/** A full report. */
export function sayAll(turn: Turn): void {
  if (isPushing(turn)) turn.does.push({ do: "event", payload: fullEvent(turn.model, turn.atMs) });
}

export function say(turn: Turn, topic: (Effect & { do: "say" })["topic"], payload: Report): void {
  if (turn.model.isOnline) turn.does.push({ do: "say", topic, payload });
}

export function respond(turn: Turn, key: string, body: string, understood: boolean): void {
  say(turn, "response", { status: { [key]: understood ? "OK" : "FAIL", req_body: body } });
}

/** Somebody asked or commanded: pushes flow for another five minutes. */
export function keepPushing(turn: Turn): void {
  change(turn, { pushesUntilMs: turn.atMs + pushesForMs });
  if (turn.model.activity === "playing" && turn.model.wakes.report === undefined)
    wakeAt(turn, "report", turn.atMs + reportEveryMs);
}

/** Somebody touched the player or it plays: the time until it switches itself off starts again. */
export function stayAwake(turn: Turn): void {
  const { settings, activity, charger } = turn.model;
  const rests = activity === "idle" || activity === "stopped" || activity === "paused";
  const seconds = settings.shutdownTimeoutSeconds;
  wakeAt(turn, "shutdown", rests && !charger && seconds > 0 ? turn.atMs + seconds * 1_000 : undefined);
}

const perHour = { charging: 25, playing: -8, resting: -2 };

/** Brings the battery's course in line with what the player does now. */
export function rebaseBattery(turn: Turn, percent: number): void {
  const { charger, activity } = turn.model;
  const rate =
    activity === "off" && !charger
      ? 0
      : charger
        ? perHour.charging
        : activity === "playing"
          ? perHour.playing
          : perHour.resting;
  const hoursLeft = rate < 0 ? percent / -rate : undefined;
  change(turn, { battery: { percent, atMs: turn.atMs, perHour: rate } });
  wakeAt(turn, "battery", hoursLeft === undefined ? undefined : turn.atMs + hoursLeft * 3_600_000);
}

/** Sets the times that follow from the settings: the next change of mode and the next alarm. */
export function planDay(turn: Turn): void {
  const { settings } = turn.model;
  wakeAt(turn, "mode", nextModeChangeMs(settings, turn.atMs));
  wakeAt(turn, "alarm", nextAlarm(settings, turn.atMs)?.atMs);
}
