import { expect, test } from "vitest";
import { PlayerId, YotoCardId } from "../domain/ids.ts";
import type { Command } from "../domain/players/command.ts";
import { encodeCommand } from "./encode-command.ts";
import { commandTopic, coreTopicsOf, extraTopicsOf } from "./topics.ts";

const yotoCardId = YotoCardId("7JtVV");

test.each<[Command, string, object]>([
  [{ do: "resume" }, "card/resume", {}],
  [{ do: "pause" }, "card/pause", {}],
  [{ do: "stop" }, "card/stop", {}],
  [{ do: "play-card", yotoCardId }, "card/start", { uri: "https://yoto.io/7JtVV" }],
  [
    {
      do: "play-card",
      yotoCardId,
      chapterKey: "01",
      trackKey: "02",
      fromSeconds: 0,
      untilSeconds: 9.6,
      anyButtonStops: true,
    },
    "card/start",
    {
      uri: "https://yoto.io/7JtVV",
      chapterKey: "01",
      trackKey: "02",
      secondsIn: 0,
      cutOff: 10,
      anyButtonStop: true,
    },
  ],
  [{ do: "set-volume", percent: 43.5 }, "volume/set", { volume: 44 }],
  [{ do: "set-volume", percent: 900 }, "volume/set", { volume: 100 }],
  [{ do: "set-volume", percent: Number.NaN }, "volume/set", { volume: 0 }],
  [{ do: "set-sleep-timer", seconds: 3600 }, "sleep-timer/set", { seconds: 3600 }],
  [{ do: "set-ambient-light", red: 255, green: -3, blue: 12 }, "ambients/set", { r: 255, g: 0, b: 12 }],
  [
    { do: "show-icon", url: "https://i.example/1", seconds: 30, animated: true },
    "display/preview",
    { uri: "https://i.example/1", timeout: 30, animated: 1 },
  ],
  [{ do: "bluetooth-on", as: "speaker" }, "bluetooth/on", { action: "on", mode: "bt_speaker" }],
  [{ do: "bluetooth-on", as: "headphones-source" }, "bluetooth/on", { action: "on", mode: true }],
  [{ do: "bluetooth-off" }, "bluetooth/off", {}],
  [{ do: "bluetooth-connect" }, "bluetooth/connect", {}],
  [{ do: "bluetooth-disconnect" }, "bluetooth/disconnect", {}],
  [{ do: "bluetooth-forget-all" }, "bluetooth/delete-bonds", {}],
  [{ do: "reboot" }, "reboot", {}],
])("the command %j goes out as %s %j", (command, name, payload) => {
  expect(encodeCommand(command)).toEqual({ name, payload });
});

test("the topics of one player fit into one packet and hold no wildcard", () => {
  const topics = [...coreTopicsOf(PlayerId("y2A")), ...extraTopicsOf(PlayerId("y2A"))];
  expect(topics.length).toBeLessThanOrEqual(8);
  expect(topics.every((topic) => /^device\/y2A\/[a-z/]+$/.test(topic))).toBe(true);
  expect(commandTopic(PlayerId("y2A"), "card/stop")).toBe("device/y2A/command/card/stop");
});
