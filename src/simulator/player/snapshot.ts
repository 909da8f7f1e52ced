import type { Heard } from "./heard.ts";
import { activeCardId, batteryPercent, isSounding, type PlayerModel, volumeMax } from "./player-model.ts";
import { nightlight } from "./player-reports.ts";
import type { Fetch } from "./wire-request.ts";

/** Everything a person standing before the player could see, and what goes on inside; plain JSON. */
export type PlayerSnapshot = ReturnType<typeof snapshotOf>;

/** `lost` is a player that is on and has no Wi-Fi; it may go on playing what it has stored. */
export function snapshotOf(
  model: PlayerModel,
  given: {
    readonly name: string;
    readonly deviceType: string;
    readonly fetchProfile: string;
    readonly atMs: number;
    readonly heard: readonly Heard[];
    readonly fetches: readonly Fetch[];
  },
) {
  const { card, settings } = model;
  const track = isSounding(model) || model.activity === "stopped" ? card?.tracks[model.index] : undefined;
  const isOn = model.activity !== "off" && model.activity !== "booting";
  const mode = model.isDay === false ? settings.night : settings.day;
  return {
    deviceId: model.deviceId,
    name: given.name,
    family: model.facts.productType,
    deviceType: given.deviceType,
    fetchProfile: given.fetchProfile,
    state: isOn && !model.hasWifi && model.activity !== "bt_speaker" ? "lost" : model.activity,
    activity: model.activity,
    power: model.activity === "off" ? "off" : model.activity === "booting" ? "booting" : "on",
    wifi: model.hasWifi,
    online: model.isOnline,
    slot: model.slot ?? null,
    playing:
      track === undefined || card === undefined
        ? null
        : {
            cardId: card.cardId,
            cardTitle: card.title,
            interactive: card.interactive,
            chapterKey: track.chapterKey,
            chapterTitle: track.chapterTitle,
            trackKey: track.trackKey,
            trackTitle: track.trackTitle,
            url: track.url,
            type: track.type,
            buttons: Object.keys(track.on),
          },
    activeCard: activeCardId(model),
    positionSeconds: round(model.positionSeconds),
    lengthSeconds: round(model.lengthSeconds),
    streaming: isSounding(model) && model.isStreaming,
    waiting: isSounding(model) && model.isWaiting,
    source: model.source,
    volume: model.volume,
    volumeMax: volumeMax(model),
    sleepTimerSeconds:
      model.sleepAtMs === undefined ? null : Math.max(0, Math.ceil((model.sleepAtMs - given.atMs) / 1_000)),
    battery: round(batteryPercent(model, given.atMs)),
    charging: model.charger,
    headphones: model.headphones,
    bluetoothHeadphones: model.bluetoothHeadphones,
    day: model.isDay ?? null,
    leds: isOn && model.facts.hasAmbientLight ? (model.ambient ?? mode.ambientColour) : null,
    nightlight: nightlight(model),
    icon: !isOn ? null : (model.previewIcon ?? track?.icon ?? null),
    brightness: mode.brightness,
    clockWrongBySeconds: model.clockWrongBySeconds,
    pushesUntilMs: model.pushesUntilMs,
    download: model.download,
    fetches: given.fetches.map((each) => ({ ...each })),
    heard: given.heard,
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
