import type { StatusReport } from "../domain/players/player-message.ts";
import { readCardId } from "./decode-playback.ts";
import {
  numberReader,
  type Reader,
  readAmount,
  readFlag,
  readSeconds,
  readText,
  reportReader,
  wholeReader,
} from "./lenient.ts";

const readPercent = wholeReader(0, 100);
const readCelsius = numberReader(-60, 120);
const readCode = wholeReader(-1, 9);
/** Yoto counts its words from 0. */
const codedReader =
  <const Word extends string>(...words: readonly Word[]): Reader<Word> =>
  (raw) =>
    words[readCode(raw) ?? -1];

function readNightLight(raw: unknown): string | undefined {
  if (typeof raw === "number" && Number.isInteger(raw) && raw >= 0 && raw <= 0xffffff)
    return `0x${raw.toString(16).padStart(6, "0")}`;
  const said = readText(raw)?.toLowerCase();
  return said !== undefined && /^(off|0x[0-9a-f]{6})$/.test(said) ? said : undefined;
}

/** `battery:device`, sometimes with a third part; players without the sensor write 0 or `notSupported`. */
const temperatureReader =
  (part: number): Reader<number> =>
  (raw) =>
    readCelsius(readText(raw)?.split(":")[part]) || undefined;

function readShutDown(raw: unknown): string | undefined {
  const said = readText(raw);
  return said?.toLowerCase() === "na" ? undefined : said;
}

/** Any of the three status reports and the cloud's copy of them: the same names, more or fewer of them. */
const readReport = reportReader<StatusReport>({
  firmware: ["fwVersion", readText],
  productType: ["productType", readText],
  batteryPercent: ["batteryLevel", readPercent],
  charging: ["charging", readFlag],
  powerSource: ["powerSrc", codedReader("battery", "dock", "usb-c", "qi")],
  activeCardId: ["activeCard", readCardId],
  cardSlot: ["cardInserted", codedReader("empty", "physical", "remote", "streaming")],
  headphones: ["headphones", readFlag],
  bluetoothHeadphones: ["bluetoothHp", readFlag],
  userVolumePercent: ["userVolume", readPercent],
  dayMode: ["day", codedReader("night", "day")],
  nightLight: ["nightlightMode", readNightLight],
  displayBrightnessPercent: ["dnowBrightness", readPercent],
  batteryCelsius: ["temp", temperatureReader(0)],
  deviceCelsius: ["temp", temperatureReader(1)],
  lightLevel: ["als", wholeReader(0, 65_535)],
  freeDiskKib: ["freeDisk", readAmount],
  totalDiskKib: ["totalDisk", readAmount],
  wifiDbm: ["wifiStrength", wholeReader(-150, 0)],
  ssid: ["ssid", readText],
  upSeconds: ["upTime", readSeconds],
  utcOffsetSeconds: ["utcOffset", wholeReader(-86_400, 86_400)],
  shutdownTimeoutSeconds: ["shutdownTimeout", readSeconds],
  downloading: ["bgDownload", readFlag],
  shutDownReason: ["shutDown", readShutDown],
});
const readMore = reportReader<{ readonly batteryCelsius?: number; readonly statusVersion?: number }>({
  batteryCelsius: ["batteryTemp", (raw) => readCelsius(raw) || undefined],
  statusVersion: ["statusVersion", readCode],
});

/** Reads a status report; disk sizes are KiB although Yoto's field names and pages say bytes. */
export function decodeStatus(payload: object): { report: StatusReport; statusVersion?: number } {
  const { statusVersion, ...better } = readMore(payload);
  return {
    report: { ...readReport(payload), ...better },
    ...(statusVersion !== undefined && { statusVersion }),
  };
}
