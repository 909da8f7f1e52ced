import { YotoCardId } from "../ids.ts";
import { omitUndefined } from "../plain-values.ts";
import type { Command } from "../players/command.ts";
import type { PlayerState } from "../players/player-state.ts";
import { stepsOfPercent } from "../players/volume.ts";
import { localTime, type ZoneName } from "../time/local-time.ts";
import { decide, type RuleLine } from "./decide.ts";
import type { HouseRule, RuleException } from "./house-rule.ts";
import type { RuleMemory } from "./rule-memory.ts";

/** What would happen first and how often, with the last command; `lastAtMs` is when it would happen last. */
export type Rehearsed = RuleLine & { readonly times: number; readonly lastAtMs: number };

const trackSeconds = 10 * 60;
/** A child that was silenced tries again so much later. */
const triesAgainAfterMs = 15 * 60_000;
const longestStepMs = 15 * 60_000;
const mostSteps = 2_000;

/**
 * Plays through what the rules would do on a player from one moment to another while the child listens all the time: tracks of
 * ten minutes, one after the other, and another try a quarter of an hour after each end. Dry runs are played as if they counted.
 */
export function rehearse(
  rules: readonly HouseRule[],
  exceptions: readonly RuleException[],
  play: {
    readonly state: PlayerState;
    readonly zone: ZoneName;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly listenedTodayMs: number;
    readonly moreTimeUntilMs?: number;
    /** What the rules have done on the player by now. */
    readonly memory?: RuleMemory;
  },
): readonly Rehearsed[] {
  const inEarnest = rules.map((rule) => ({ ...rule, dryRun: false }));
  const { fromMs, untilMs, zone, moreTimeUntilMs } = play;
  let nowMs = fromMs;
  let state = listening(play.state, nowMs);
  let memory: RuleMemory = play.memory ?? {};
  let silentSinceMs: number | undefined;
  let day = dayOf(nowMs, zone);
  let listenedMs = play.listenedTodayMs;
  const told = new Map<string, Rehearsed>();

  for (let step = 0; step < mostSteps && nowMs < untilMs; step++) {
    const view = { nowMs, zone, state, listenedTodayMs: listenedMs };
    const decision = decide(
      inEarnest,
      exceptions,
      {
        ...view,
        ...(moreTimeUntilMs !== undefined && { moreTimeUntilMs }),
      },
      memory,
    );
    memory = decision.memory;
    for (const line of decision.lines) tell(told, line);
    for (const { command } of decision.commands) {
      state = obeyed(state, command, nowMs);
      if (state.playback.status === "stopped") silentSinceMs ??= nowMs;
    }

    const trackEndsMs = nowMs + trackSeconds * 1000 - ((nowMs - fromMs) % (trackSeconds * 1000));
    const nextMs = Math.min(
      decision.decideAgainAtMs ?? Number.POSITIVE_INFINITY,
      state.sleepTimerEndsAtMs ?? Number.POSITIVE_INFINITY,
      silentSinceMs === undefined ? Number.POSITIVE_INFINITY : silentSinceMs + triesAgainAfterMs,
      trackEndsMs,
      nowMs + longestStepMs,
    );
    const toMs = Math.max(nowMs + 1, nextMs);
    if (state.playback.status === "playing") listenedMs += toMs - nowMs;
    nowMs = toMs;
    const today = dayOf(nowMs, zone);
    if (today !== day) [day, listenedMs] = [today, 0];
    if (state.sleepTimerEndsAtMs !== undefined && state.sleepTimerEndsAtMs <= nowMs) {
      state = obeyed(state, { do: "stop" }, nowMs);
      silentSinceMs ??= nowMs;
    }
    if (silentSinceMs !== undefined && nowMs - silentSinceMs >= triesAgainAfterMs) {
      silentSinceMs = undefined;
      state = listening(state, nowMs);
    }
    if (state.playback.status === "playing") state = atPlace(state, (nowMs - fromMs) / 1000, nowMs);
  }
  return [...told.values()];
}

/** The child has put a card in. */
function listening(state: PlayerState, nowMs: number): PlayerState {
  const { sleepTimerEndsAtMs: _, ...rest } = state;
  return {
    ...rest,
    presence: { is: "online", sinceMs: nowMs },
    volumeSteps: state.volumeSteps ?? 8,
    playback: {
      status: "playing",
      cardId: YotoCardId("any card"),
      source: "card",
      track: { key: "01", seconds: trackSeconds },
      position: { seconds: 0, atMs: nowMs },
    },
  };
}

function atPlace(state: PlayerState, seconds: number, atMs: number): PlayerState {
  const position = { seconds: seconds % trackSeconds, atMs };
  return { ...state, playback: { ...state.playback, position } };
}

function obeyed(state: PlayerState, command: Command, nowMs: number): PlayerState {
  const { sleepTimerEndsAtMs: _, ...rest } = state;
  switch (command.do) {
    case "stop":
      return { ...rest, playback: { status: "stopped" } };
    case "set-volume":
      return { ...state, volumeSteps: stepsOfPercent(command.percent) };
    case "set-sleep-timer":
      return { ...rest, sleepTimerEndsAtMs: nowMs + command.seconds * 1000 };
    case "play-card":
      return {
        ...rest,
        playback: { ...listening(state, nowMs).playback, cardId: command.yotoCardId, source: "mqtt" },
      };
    default:
      return state;
  }
}

function dayOf(atMs: number, zone: ZoneName): string {
  return localTime(atMs, zone).date;
}

function tell(told: Map<string, Rehearsed>, line: RuleLine): void {
  const key = JSON.stringify([line.ruleId, line.did, line.why, line.command?.do]);
  const before = told.get(key);
  if (before === undefined) told.set(key, { ...line, times: 1, lastAtMs: line.atMs });
  else
    told.set(key, {
      ...before,
      ...omitUndefined({ command: line.command }),
      times: before.times + 1,
      lastAtMs: line.atMs,
    });
}
