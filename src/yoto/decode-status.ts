import { z } from "zod";
import type { StatusReport } from "../domain/players/player-message.ts";
import { cardId } from "./decode-playback.ts";
import { amount, field, flag, numberFrom, readText, seconds, text, told, wholeFrom } from "./lenient.ts";

const percent = wholeFrom(0, 100);
const celsius = numberFrom(-60, 120);
const code = wholeFrom(-1, 9);

const nightLight = field((raw) => {
  if (typeof raw === "number" && Number.isInteger(raw) && raw >= 0 && raw <= 0xffffff)
    return `0x${raw.toString(16).padStart(6, "0")}`;
  const said = readText(raw)?.toLowerCase();
  return said !== undefined && /^(off|0x[0-9a-f]{6})$/.test(said) ? said : undefined;
});

/** Any of the three status reports and the cloud's copy of them: the same names, more or fewer of them. */
const Status = z.object({
  statusVersion: code,
  fwVersion: text,
  productType: text,
  batteryLevel: percent,
  charging: flag,
  powerSrc: code,
  activeCard: cardId,
  cardInserted: code,
  headphones: flag,
  bluetoothHp: flag,
  userVolume: percent,
  day: code,
  nightlightMode: nightLight,
  dnowBrightness: percent,
  batteryTemp: celsius,
  temp: text,
  als: wholeFrom(0, 65_535),
  freeDisk: amount,
  totalDisk: amount,
  wifiStrength: wholeFrom(-150, 0),
  ssid: text,
  upTime: seconds,
  utcOffset: wholeFrom(-86_400, 86_400),
  shutdownTimeout: seconds,
  bgDownload: flag,
  shutDown: text,
});

const cardSlots = ["empty", "physical", "remote", "streaming"] as const;
const powerSources = ["battery", "dock", "usb-c", "qi"] as const;
const dayModes = ["night", "day"] as const;

/** Reads a status report; disk sizes are KiB although Yoto's field names and pages say bytes. */
export function decodeStatus(payload: object): { report: StatusReport; statusVersion?: number } {
  const said = Status.parse(payload);
  const [battery, device] = temperatures(said.temp);
  return {
    report: told({
      firmware: said.fwVersion,
      productType: said.productType,
      batteryPercent: said.batteryLevel,
      charging: said.charging,
      powerSource: powerSources[said.powerSrc ?? -1],
      activeCardId: said.activeCard,
      cardSlot: cardSlots[said.cardInserted ?? -1],
      headphones: said.headphones,
      bluetoothHeadphones: said.bluetoothHp,
      userVolumePercent: said.userVolume,
      dayMode: dayModes[said.day ?? -1],
      nightLight: said.nightlightMode,
      displayBrightnessPercent: said.dnowBrightness,
      batteryCelsius: said.batteryTemp || battery,
      deviceCelsius: device,
      lightLevel: said.als,
      freeDiskKib: said.freeDisk,
      totalDiskKib: said.totalDisk,
      wifiDbm: said.wifiStrength,
      ssid: said.ssid,
      upSeconds: said.upTime,
      utcOffsetSeconds: said.utcOffset,
      shutdownTimeoutSeconds: said.shutdownTimeout,
      downloading: said.bgDownload,
      shutDownReason: said.shutDown?.toLowerCase() === "na" ? undefined : said.shutDown,
    }),
    ...told({ statusVersion: said.statusVersion }),
  };
}

/** `battery:device`, sometimes with a third part; players without the sensor write 0 or `notSupported`. */
function temperatures(temp: string | undefined): (number | undefined)[] {
  return (temp ?? "").split(":").map((part) => celsius.parse(part) || undefined);
}
