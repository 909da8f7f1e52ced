import { setVolume } from "./on-hands.ts";
import { pause, resume, stop, wantCard } from "./on-playback.ts";
import { reboot } from "./on-power.ts";
import type { PlayerCommand } from "./player-command.ts";
import { volumeSteps } from "./player-model.ts";
import { bigStatus, fullEvent, sleepFields, smallStatus } from "./player-reports.ts";
import {
  change,
  type Input,
  keepPushing,
  respond,
  say,
  sayChange,
  stayAwake,
  type Turn,
  wakeAt,
} from "./turn.ts";

/** Does what a command says, and confirms it; `OK` means understood, not done. */
export function onCommand(turn: Turn, { read }: Input & { kind: "command" }) {
  const { command, key, body, requestId } = read;
  if (!turn.model.isOnline) return;
  keepPushing(turn);
  if (command === undefined || (command.do === "light" && !turn.model.facts.hasAmbientLight))
    return respond(turn, key, body, false);
  if (command.do === "start") return start(turn, command, { key, body });
  respond(turn, key, body, true);
  stayAwake(turn);
  switch (command.do) {
    case "events": {
      const payload = fullEvent(turn.model, turn.atMs);
      turn.does.push({ do: "event", payload: requestId === undefined ? payload : { ...payload, requestId } });
      return;
    }
    case "small-status":
      return say(turn, "data/status", { status: smallStatus(turn.model, turn.atMs, true) });
    case "full-status":
      return say(turn, "status/full", { status: bigStatus(turn.model, turn.atMs, "nA") });
    case "volume":
      return setVolume(turn, Math.round((command.percent * volumeSteps) / 100));
    case "light":
      return change(turn, { ambient: command.colour });
    case "sleep":
      return setSleep(turn, command.seconds);
    case "reboot":
      return reboot(turn);
    case "stop":
      change(turn, {
        wish: undefined,
        ...(turn.model.activity === "loading" && {
          activity: turn.model.slot === undefined ? "idle" : "stopped",
        }),
      });
      return stop(turn, "stopped");
    case "pause":
      return pause(turn);
    case "resume":
      return resume(turn);
    case "bluetooth":
      return bluetooth(turn, command.verb, command.speaker);
    case "preview": {
      change(turn, { previewIcon: command.icon });
      return wakeAt(turn, "preview", turn.atMs + command.seconds * 1_000);
    }
  }
}

function start(turn: Turn, command: PlayerCommand & { do: "start" }, answer: { key: string; body: string }) {
  const { do: _do, ...wanted } = command;
  wantCard(turn, { ...wanted, source: "MQTT", answer });
}

function setSleep(turn: Turn, seconds: number) {
  const atMs = seconds > 0 ? turn.atMs + seconds * 1_000 : undefined;
  change(turn, { sleepAtMs: atMs });
  wakeAt(turn, "sleep", atMs);
  sayChange(turn, sleepFields(turn.model, turn.atMs));
}

function bluetooth(turn: Turn, verb: string, speaker: boolean) {
  if (speaker) return wakeAt(turn, "bt-speaker", turn.atMs + 500);
  if (verb === "state" || verb === "delete-bonds") return;
  change(turn, { bluetoothHeadphones: verb === "on" || verb === "connect" });
}
