import { localTime } from "./local-time.ts";
import { activeCardId, batteryPercent, isSounding, type PlayerModel, volumeMax } from "./player-model.ts";

/** A message's fields, as they go over the wire. */
export type Report = Readonly<Record<string, unknown>>;

/** The player's own clock in Unix seconds; wrong where somebody set it wrong. */
export function deviceUtc(model: PlayerModel, atMs: number): number {
  return Math.floor(atMs / 1_000) + model.clockWrongBySeconds;
}

/** The sleep timer's part of an event. */
export function sleepFields(model: PlayerModel, atMs: number): Report {
  const left =
    model.sleepAtMs === undefined ? 0 : Math.max(0, Math.floor((model.sleepAtMs - atMs - 1) / 1_000));
  return { sleepTimerActive: model.sleepAtMs !== undefined, sleepTimerSeconds: left };
}

/**
 * A full `data/events`. After a stop only `cardId` is cleared: titles, keys and position of the last track stay.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export function fullEvent(model: PlayerModel, atMs: number): Report {
  const { card } = model;
  const track = card?.tracks[model.index];
  const playback = {
    streaming: isSounding(model) && model.isStreaming,
    volume: model.volume,
    volumeMax: volumeMax(model),
    playbackStatus: isSounding(model) ? model.activity : "stopped",
    playbackWait: isSounding(model) && model.isWaiting,
  };
  if (card === undefined || track === undefined) {
    const { sleepTimerActive, sleepTimerSeconds } = sleepFields(model, atMs);
    return {
      repeatAll: model.settings.repeatAll,
      ...playback,
      cardId: "none",
      sleepTimerActive,
      ...(model.sleepAtMs !== undefined && { sleepTimerSeconds }),
      eventUtc: deviceUtc(model, atMs),
    };
  }
  return {
    trackLength: Math.round(model.lengthSeconds),
    position: Math.floor(model.positionSeconds + 0.001),
    cardId: activeCardId(model),
    repeatAll: model.settings.repeatAll,
    source: model.source,
    cardUpdatedAt: card.updatedAt,
    chapterTitle: track.chapterTitle,
    chapterKey: track.chapterKey,
    trackTitle: track.trackTitle,
    trackKey: track.trackKey,
    ...playback,
    ...sleepFields(model, atMs),
    eventUtc: deviceUtc(model, atMs),
  };
}

/** The small status, `statusVersion` 1: 21 fields, and two more when it was asked for. */
export function smallStatus(model: PlayerModel, atMs: number, wasAsked: boolean): Report {
  return {
    statusVersion: 1,
    fwVersion: model.facts.firmware,
    productType: model.facts.productType,
    batteryLevel: Math.round(batteryPercent(model, atMs)),
    als: lightSensor(model),
    freeDisk: model.facts.totalDiskKiB - 6_225_232 - model.download.storedKiB,
    shutdownTimeout: model.settings.shutdownTimeoutSeconds,
    dbatTimeout: 60,
    ...charging(model),
    ...cardState(model),
    headphones: model.headphones ? 1 : 0,
    ...brightness(model),
    bluetoothHp: model.bluetoothHeadphones ? 1 : 0,
    ...loudness(model),
    timeFormat: model.settings.hourFormat,
    day: dayFlag(model),
    ...(wasAsked && { nightlightMode: nightlight(model), temp: temperature(model) }),
  };
}

/** The big status, `statusVersion` 3, as on `status/full` and on the legacy `status` topic. */
export function bigStatus(model: PlayerModel, atMs: number, shutDown: string): Report {
  const upTime = Math.floor((atMs - model.bootedAtMs) / 1_000);
  const isBoot = model.isDay === undefined;
  const zone = localTime(atMs, model.settings.timeZone);
  return {
    shutDown,
    wifiStrength: -36,
    rtcResetReasonPRO: isBoot ? 5 : 12,
    rtcResetReasonAPP: isBoot ? 14 : 12,
    rtcWakeupCause: isBoot ? 901 : 780,
    espResetReason: isBoot ? 8 : 4,
    ...batteryDetail(model, atMs),
    ...memory,
    upTime: isBoot ? Math.max(12, upTime) : upTime,
    utcTime: isBoot ? 0 : deviceUtc(model, atMs),
    aliveTime: 12_455_380 + upTime,
    accelTemp: 12,
    utcOffset: isBoot ? 0 : zone.utcOffsetSeconds,
    errorsLogged: 9,
    totalDisk: model.facts.totalDiskKiB,
    ssid: "PretendWifi",
    sd_info: "0xad, 0x4c53(LS), USD00, 16, 0, 04-2023, 1, 0, 1461, 50000000",
    batteryProfile: model.facts.batteryProfile,
    failReason: 0,
    failData: 0,
    nfcErrs: "0.00%-0.00%",
    powerSrc: model.charger ? model.facts.chargingSource : 0,
    wifiRestarts: 1,
    qiOtp: 0,
    buzzErrors: 0,
    twdt: 0,
    bgDownload: model.download.running ? 1 : 0,
    bytesPS: model.download.bytesPerSecond,
    chgStatLevel: 0,
    missedLogs: 0,
    nfcLock: 0,
    batteryFullPct: 80,
    ...smallStatus(model, atMs, true),
    statusVersion: 3,
  };
}

/** The legacy `status` two seconds after boot and every 300 s: battery and memory only. */
export function batteryStatus(model: PlayerModel, atMs: number): Report {
  const upTime = Math.floor((atMs - model.bootedAtMs) / 1_000);
  return {
    ...batteryDetail(model, atMs),
    ...memory,
    upTime,
    utcTime: deviceUtc(model, atMs),
    aliveTime: 12_455_380 + upTime,
    accelTemp: 27,
  };
}

const memory = { free: 3_885_908, freeDMA: 59_254, free32: 82_098 };

function batteryDetail(model: PlayerModel, atMs: number) {
  const percent = Math.round(batteryPercent(model, atMs));
  return {
    battery: 3_300 + percent * 8,
    powerCaps: model.facts.productType === "mini" ? "" : "0x98",
    batteryLevel: percent,
    batteryTemp: model.facts.hasTemperature ? 22 : 0,
    batteryData: "0:0:0",
    batteryLevelRaw: Math.max(0, percent - 2),
  };
}

function charging(model: PlayerModel) {
  return { charging: model.battery.perHour > 0 ? 1 : 0 };
}

function cardState(model: PlayerModel) {
  const playsFromSlot = model.slot !== undefined;
  const remote = isSounding(model) && !playsFromSlot;
  return {
    activeCard: activeCardId(model),
    cardInserted: playsFromSlot ? 1 : remote ? 2 : 0,
    playingStatus: model.activity !== "playing" ? 0 : model.isStreaming ? 2 : 5,
  };
}

function brightness({ settings, isDay }: PlayerModel) {
  const now = isDay === false ? settings.night.brightness : settings.day.brightness;
  return {
    dnowBrightness: now === 255 ? (isDay === false ? 1 : 100) : now,
    dayBright: settings.day.brightness,
    nightBright: settings.night.brightness,
  };
}

function loudness(model: PlayerModel) {
  const percent = (of: number) => Math.round((of * 100) / 16);
  return { volume: percent(Math.min(model.volume + 1, volumeMax(model))), userVolume: percent(model.volume) };
}

function dayFlag({ isDay }: PlayerModel): -1 | 0 | 1 {
  return isDay === undefined ? -1 : isDay ? 1 : 0;
}

function lightSensor({ facts, isDay }: PlayerModel): number {
  return facts.hasLightSensor ? (isDay === false ? 12 : 389) : 0;
}

function temperature({ facts }: PlayerModel): string {
  return facts.hasTemperature ? "24:18" : "0:0:0";
}

/** `off`, or the colour of the light as `0xRRGGBB`. */
export function nightlight({ ambient, facts }: PlayerModel): string {
  return ambient === undefined || !facts.hasAmbientLight || ambient === "#000000"
    ? "off"
    : `0x${ambient.slice(1)}`;
}
