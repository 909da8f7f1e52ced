import { onCommand } from "./on-command.ts";
import {
  onBattery,
  onCharger,
  onClockWrong,
  onHeadphones,
  onInsert,
  onPressLeft,
  onPressRight,
  onRemove,
  onTurnLeft,
  onTurnRight,
  onWifi,
} from "./on-hands.ts";
import { onCardRead, onSound, stop } from "./on-playback.ts";
import {
  becomeSpeaker,
  onAlarm,
  onBooted,
  onContact,
  onHoldLeft,
  onHoldPower,
  onMode,
  onPower,
  onPowerOn,
  onSecondBootReport,
  onSettings,
  onStatusTime,
  switchOff,
} from "./on-power.ts";
import type { Activity, PlayerModel, WakeName } from "./player-model.ts";
import {
  change,
  type Effect,
  type Input,
  isPushing,
  reportEveryMs,
  sayAll,
  type Turn,
  wakeAt,
} from "./turn.ts";

type Handler<Kind extends Input["kind"]> = (turn: Turn, input: Input & { kind: Kind }) => void;
type InEach<Kind extends Input["kind"]> = Partial<Record<Activity, Handler<Kind>>>;

const whileOn = <Kind extends Input["kind"]>(handler: Handler<Kind>): InEach<Kind> => ({
  idle: handler,
  loading: handler,
  playing: handler,
  paused: handler,
  stopped: handler,
});
const always = <Kind extends Input["kind"]>(handler: Handler<Kind>): InEach<Kind> => ({
  ...whileOn(handler),
  off: handler,
  booting: handler,
  bt_speaker: handler,
});

/** What a player does about each thing that can happen, by what it is about; where nothing stands it does nothing. */
const transitions: { readonly [Kind in Input["kind"]]: InEach<Kind> } = {
  power: { ...whileOn(onPower), bt_speaker: onHoldPower, off: onPowerOn },
  "hold-power": { ...whileOn(onHoldPower), bt_speaker: onHoldPower, off: onPowerOn },
  insert: always(onInsert),
  remove: always(onRemove),
  "turn-left": { ...whileOn(onTurnLeft), bt_speaker: onTurnLeft },
  "turn-right": { playing: onTurnRight, paused: onTurnRight },
  "press-left": whileOn(onPressLeft),
  "press-right": whileOn(onPressRight),
  "hold-left": { bt_speaker: onHoldLeft },
  charger: always(onCharger),
  battery: always(onBattery),
  headphones: always(onHeadphones),
  wifi: always(onWifi),
  "clock-wrong": always(onClockWrong),
  contact: whileOn(onContact),
  command: whileOn(onCommand),
  "card-read": whileOn(onCardRead),
  "settings-read": whileOn(onSettings),
  sound: { playing: onSound, paused: onSound },
  download: always((turn, { download }) => change(turn, { download })),
  wake: always((turn, { name }) => onWake[name](turn)),
};

const onWake: Readonly<Record<WakeName, (turn: Turn) => void>> = {
  boot: onBooted,
  "second-boot-report": onSecondBootReport,
  report: (turn) => {
    sayAll(turn);
    if (isPushing(turn)) wakeAt(turn, "report", turn.atMs + reportEveryMs);
  },
  status: onStatusTime,
  sleep: (turn) => {
    change(turn, { sleepAtMs: undefined });
    if (turn.model.activity === "playing" || turn.model.activity === "paused") stop(turn, "stopped");
    else sayAll(turn);
  },
  mode: onMode,
  alarm: onAlarm,
  shutdown: (turn) => switchOff(turn, "timeout"),
  battery: (turn) => switchOff(turn, "lowBattery"),
  preview: (turn) => change(turn, { previewIcon: undefined }),
  "cut-off": (turn) => stop(turn, "stopped"),
  "bt-speaker": becomeSpeaker,
};

export type StepWorld = Pick<Turn, "atMs" | "chance" | "isStored"> & {
  /** What the loudspeaker has come to, where a sound is on. */
  readonly heard: { readonly positionSeconds: number; readonly lengthSeconds: number } | undefined;
};

/** One step of a player: what it is afterwards, and what it does. Pure, but for the chance it draws. */
export function step(
  model: PlayerModel,
  input: Input,
  world: StepWorld,
): { readonly model: PlayerModel; readonly does: readonly Effect[] } {
  const { atMs, chance, isStored, heard } = world;
  const turn: Turn = { atMs, chance, isStored, model: { ...model, ...heard }, does: [] };
  if (input.kind === "wake") wakeAt(turn, input.name, undefined);
  handle(turn, input);
  return turn;
}

function handle<Kind extends Input["kind"]>(turn: Turn, input: Input & { kind: Kind }): void {
  const row: InEach<Kind> = transitions[input.kind];
  row[turn.model.activity]?.(turn, input);
}

/** When the player next does something by itself, and what. */
export function nextWake({
  wakes,
}: PlayerModel): { readonly name: WakeName; readonly atMs: number } | undefined {
  let first: { name: WakeName; atMs: number } | undefined;
  for (const [name, atMs] of Object.entries(wakes) as [WakeName, number][])
    if (first === undefined || atMs < first.atMs) first = { name, atMs };
  return first;
}
