import type { JsonObject } from "../domain/json.ts";
import type { Command } from "../domain/players/command.ts";
import { told } from "./lenient.ts";

/** A command as it goes over the wire: published to `device/<id>/command/<name>`. */
export type WireCommand = { readonly name: string; readonly payload: JsonObject };

const clamp = (value: number, low: number, high: number) =>
  Math.min(high, Math.max(low, Math.round(Number.isNaN(value) ? low : value)));
const wholeSeconds = (value: number) => clamp(value, 0, 2_147_483_647);

/**
 * Writes a command as Yoto's players read it. Numbers are rounded and kept within what players take.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export function encodeCommand(command: Command): WireCommand {
  switch (command.do) {
    case "resume":
      return { name: "card/resume", payload: {} };
    case "pause":
      return { name: "card/pause", payload: {} };
    case "stop":
      return { name: "card/stop", payload: {} };
    case "play-card":
      return {
        name: "card/start",
        payload: told({
          uri: `https://yoto.io/${command.yotoCardId}`,
          chapterKey: command.chapterKey,
          trackKey: command.trackKey,
          secondsIn: command.fromSeconds === undefined ? undefined : wholeSeconds(command.fromSeconds),
          cutOff: command.untilSeconds === undefined ? undefined : wholeSeconds(command.untilSeconds),
          anyButtonStop: command.anyButtonStops,
        }),
      };
    case "set-volume":
      return { name: "volume/set", payload: { volume: clamp(command.percent, 0, 100) } };
    case "set-sleep-timer":
      return { name: "sleep-timer/set", payload: { seconds: wholeSeconds(command.seconds) } };
    case "set-ambient-light":
      return {
        name: "ambients/set",
        payload: {
          r: clamp(command.red, 0, 255),
          g: clamp(command.green, 0, 255),
          b: clamp(command.blue, 0, 255),
        },
      };
    case "show-icon":
      return {
        name: "display/preview",
        payload: {
          uri: command.url,
          timeout: wholeSeconds(command.seconds),
          animated: command.animated ? 1 : 0,
        },
      };
    case "bluetooth-on":
      return {
        name: "bluetooth/on",
        payload: { action: "on", mode: command.as === "speaker" ? "bt_speaker" : true },
      };
    case "bluetooth-off":
      return { name: "bluetooth/off", payload: {} };
    case "bluetooth-connect":
      return { name: "bluetooth/connect", payload: {} };
    case "bluetooth-disconnect":
      return { name: "bluetooth/disconnect", payload: {} };
    case "bluetooth-forget-all":
      return { name: "bluetooth/delete-bonds", payload: {} };
    case "reboot":
      return { name: "reboot", payload: {} };
  }
}
