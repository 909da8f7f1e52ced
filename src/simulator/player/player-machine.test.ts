import fc from "fast-check";
import { expect, test } from "vitest";
import { seededChance } from "../chance.ts";
import { parsePlayerCard } from "./player-card.ts";
import { readCommand } from "./player-command.ts";
import { nextWake, step } from "./player-machine.ts";
import { newPlayer, type PlayerModel, volumeMax } from "./player-model.ts";
import { bigStatus, fullEvent, smallStatus } from "./player-reports.ts";
import { parseSettings } from "./settings.ts";
import { goto, streamContent } from "./test-family.ts";
import type { Input } from "./turn.ts";

const startMs = Date.UTC(2026, 8, 1, 12);
const habits = {
  saysLegacy: true,
  saysStatusByItself: true,
  tellsBeforeFetching: "sometimes",
  saysText: false,
} as const;
const aCard = (changes: Parameters<typeof streamContent>[2]) =>
  parsePlayerCard({
    card: {
      cardId: "CARD1",
      title: "A",
      updatedAt: "",
      content: streamContent("http://x", ["a", "b", "c"], changes),
    },
  });
const linear = aCard({});
const interactive = aCard({
  playbackType: "interactive",
  events: { a: { onLhb: goto("b"), onRhb: goto("z"), onEnd: { cmd: "stop" } }, b: { onEnd: goto("a") } },
});

const command = (name: string, json?: unknown): Input => ({
  kind: "command",
  read: readCommand(name, Buffer.from(json === undefined ? "" : JSON.stringify(json))),
});
const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom<Input>(
    { kind: "power" },
    { kind: "hold-power" },
    { kind: "insert", cardId: "CARD1" },
    { kind: "remove" },
    { kind: "turn-left", step: 1 },
    { kind: "turn-left", step: -1 },
    { kind: "turn-right", direction: "next" },
    { kind: "turn-right", direction: "previous" },
    { kind: "press-left" },
    { kind: "press-right", times: 2 },
    { kind: "hold-left" },
    { kind: "charger", plugged: false },
    { kind: "charger", plugged: true },
    { kind: "battery", percent: 3 },
    { kind: "wifi", there: false },
    { kind: "wifi", there: true },
    { kind: "contact", online: true },
    { kind: "contact", online: false },
    { kind: "settings-read", settings: parseSettings({ device: { config: { maxVolumeLimit: "5" } } }) },
    command("events/request"),
    command("status/request"),
    command("card/start", { uri: "https://yoto.io/CARD1", chapterKey: "b" }),
    command("card/stop"),
    command("card/pause"),
    command("card/resume"),
    command("reboot"),
    command("volume/set", { volume: 100 }),
    command("sleep-timer/set", { seconds: 30 }),
    command("bluetooth/on", { mode: "bt_speaker" }),
    command("nonsense"),
  ),
  fc
    .constantFrom("playing", "waiting", "ended", "read")
    .map((what) => ({ kind: "sound", sound: 0, news: { what } }) as Input),
  fc
    .constantFrom(linear, interactive, undefined)
    .map((card): Input => ({ kind: "card-read", wish: 0, card })),
);

test("whatever happens in whatever order, a player stays a possible one", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(inputs, fc.nat(20_000)), { maxLength: 60 }), (story) => {
      const chance = seededChance(7);
      let atMs = startMs;
      let model: PlayerModel = newPlayer("y2x", "v3", habits, atMs);
      for (const [given, waitMs] of story) {
        atMs += waitMs;
        const due = nextWake(model);
        const input: Input =
          due !== undefined && due.atMs <= atMs
            ? { kind: "wake", name: due.name }
            : given.kind === "sound"
              ? { ...given, sound: model.sound }
              : given.kind === "card-read"
                ? { ...given, wish: model.wishes }
                : given;
        const { model: after, does } = step(model, input, {
          atMs,
          chance,
          isStored: () => false,
          heard: undefined,
        });
        model = after;
        const isOff = model.activity === "off" || model.activity === "booting";
        expect(model.volume).toBeGreaterThanOrEqual(0);
        expect(model.volume).toBeLessThanOrEqual(16);
        if (model.settingsRead && !isOff) expect(model.volume).toBeLessThanOrEqual(volumeMax(model));
        if (isOff || model.activity === "bt_speaker") expect(model.isOnline).toBe(false);
        if (model.activity === "playing" || model.activity === "paused") expect(model.card).toBeDefined();
        if (!model.isOnline) expect(does.filter((effect) => effect.do === "event")).toEqual([]);
        expect(fullEvent(model, atMs)).toHaveProperty("cardId");
      }
    }),
    { numRuns: 400 },
  );
});

test("reports have the fields of captured ones", () => {
  const model = newPlayer("y2x", "mini", habits, startMs);
  expect(Object.keys(smallStatus(model, startMs, false))).toHaveLength(21);
  expect(Object.keys(bigStatus(model, startMs, "nA"))).toHaveLength(61);
  expect(Object.keys(fullEvent(model, startMs)).toSorted()).toEqual([
    "cardId",
    "eventUtc",
    "playbackStatus",
    "playbackWait",
    "repeatAll",
    "sleepTimerActive",
    "streaming",
    "volume",
    "volumeMax",
  ]);
});
