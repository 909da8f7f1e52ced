/** A player's settings as the REST API shows them: numbers as text, a few real booleans. */
export type DeviceConfig = Readonly<Record<string, unknown>>;

/**
 * What the firmware falls back to for every key a `PUT …/config` leaves out.
 * @see https://yoto.dev/api/updatedeviceconfig/
 */
export const firmwareDefaults: DeviceConfig = {
  alarms: [],
  ambientColour: "#ffffff",
  bluetoothEnabled: "1",
  btHeadphonesEnabled: true,
  clockFace: "digital-sun",
  dayDisplayBrightness: "auto",
  dayTime: "07:00",
  dayYotoDaily: "3nC80/daily/<yyyymmdd>",
  dayYotoRadio: "3nC80/radio-day/01",
  daySoundsOff: "0",
  displayDimBrightness: "0",
  displayDimTimeout: "60",
  headphonesVolumeLimited: false,
  hourFormat: "12",
  locale: "en",
  logLevel: "none",
  maxVolumeLimit: "16",
  nightAmbientColour: "#0",
  nightDisplayBrightness: "100",
  nightMaxVolumeLimit: "8",
  nightSoundsOff: "0",
  nightTime: "19:00",
  nightYotoDaily: "0",
  nightYotoRadio: "3nC80/radio-night/01",
  pausePowerButton: true,
  pauseVolumeDown: false,
  repeatAll: true,
  showDiagnostics: false,
  shutdownTimeout: "3600",
  systemVolume: "100",
  timezone: "",
  volumeLevel: "safe",
};

/** What the right button starts when no card plays; the array order is the number of presses. */
export type Shortcuts = {
  readonly versionId: string;
  readonly modes: Readonly<Record<string, unknown>>;
};

const trackPlay = (card: string, chapter: string, track: string) => ({
  cmd: "track-play",
  params: { card, chapter, track },
});

/** The shortcuts of a new player. */
export const firstShortcuts: Shortcuts = {
  versionId: "pretend-1",
  modes: {
    day: {
      content: [trackPlay("3nC80", "daily", "<yyyymmdd>"), trackPlay("3nC80", "radio-day", "01")],
    },
    night: { content: [trackPlay("3nC80", "radio-night", "01")] },
  },
};

/** The shadow's fields before a player has reported anything; a report fills them in. */
export const emptyShadow: Readonly<Record<string, unknown>> = Object.fromEntries(
  [
    "activeCard,aliveTime,als,battery,batteryLevel,batteryLevelRaw,batteryRemaining,bgDownload,bluetoothHp",
    "buzzErrors,bytesPS,cardInserted,chgStatLevel,charging,day,dayBright,dbatTimeout,deviceId,dnowBrightness",
    "errorsLogged,failData,failReason,free,free32,freeDisk,freeDMA,fwVersion,headphones,lastSeenAt,missedLogs",
    "nfcErrs,nfcLock,nightBright,nightlightMode,playingStatus,powerCaps,powerSrc,qiOtp,sd_info,shutDown",
    "shutdownTimeout,ssid,statusVersion,temp,timeFormat,totalDisk,twdt,updatedAt,upTime,userVolume,utcOffset",
    "utcTime,volume,wifiRestarts,wifiStrength",
  ]
    .join(",")
    .split(",")
    .map((field) => [field, null]),
);
