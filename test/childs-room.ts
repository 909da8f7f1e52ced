import type { Action } from "../src/domain/actions/action.ts";
import type { PlayerHabits } from "../src/domain/actions/sight.ts";
import { CommandId, PlayerId, YotoAccountId, YotoCardId } from "../src/domain/ids.ts";
import type { Command, PlayerOrder } from "../src/domain/players/command.ts";
import type { PlayerState } from "../src/domain/players/player-state.ts";
import type { Agenda } from "../src/listener/agenda.ts";
import { createPlayerAsks, type PlayerAsks } from "../src/listener/player-asks.ts";
import type { PlayerKeeper } from "../src/listener/player-keeper.ts";
import { type WatchedPlayer, watchPlayer } from "../src/listener/watched-player.ts";
import { createMessageFaults } from "../src/simulator/broker/message-faults.ts";
import { seededChance } from "../src/simulator/chance.ts";
import { virtualClock } from "../src/simulator/clock.ts";
import { createFaults } from "../src/simulator/faults.ts";
import { createJournal } from "../src/simulator/journal.ts";
import { createCommandInbox } from "../src/simulator/player/command-inbox.ts";
import { createCrowdMember } from "../src/simulator/player/crowd-member.ts";
import type { PlayerModel } from "../src/simulator/player/player-model.ts";
import type { Input } from "../src/simulator/player/turn.ts";
import { decodeMessage } from "../src/yoto/decode-message.ts";
import { encodeCommand } from "../src/yoto/encode-command.ts";
import { coreTopicsOf, extraTopicsOf, lastWordsTopicsOf } from "../src/yoto/topics.ts";
import { childsCards, childsSettings, factsOfCard, shortcutsOf } from "./childs-cards.ts";
import { createTruth, type Truth } from "./childs-truth.ts";

const deviceId = "y2ChildsRoomPlayer000001";
const playerId = PlayerId(deviceId);
/** A player that says nothing after a gap has nothing to say. */
const gapEndsWithinMs = 5_000;

/**
 * A pretend player in virtual time, the wire with its faults, and our listener at the other end; and beside what the listener
 * concludes, the truth about what happened.
 */
export function childsRoom(seed: number, startMs: number) {
  const clock = virtualClock(startMs);
  const chance = seededChance(seed);
  const faults = createFaults(clock, chance, createJournal(clock, 10));
  const heardTopics = new Set([
    ...coreTopicsOf(playerId),
    ...extraTopicsOf(playerId),
    ...lastWordsTopicsOf(playerId),
  ]);
  const actions: Action[] = [];
  const truth = createTruth(
    () => clock.nowMs(),
    () => deafSinceMs === undefined,
  );
  let orders = 0;
  let deafSinceMs: number | undefined;
  const retained = new Map<string, Uint8Array>();
  let arrivesAtMs = 0;

  const toUs = createMessageFaults({ clock, faults }, ({ topic, payload, retain }) => {
    if (!heardTopics.has(topic)) return;
    if (retain) retained.set(topic, payload);
    arrive(topic, payload);
  });
  const arrive = (topic: string, payload: Uint8Array) => {
    // One connection keeps the order; what overtakes does so by a fault.
    arrivesAtMs = Math.max(arrivesAtMs, clock.nowMs() + chance.between(10, 60));
    clock.after(arrivesAtMs - clock.nowMs(), () => {
      if (deafSinceMs !== undefined) return;
      const message = decodeMessage(topic, payload, clock.nowMs());
      player.receive(message, "link");
      if (message.kind === "playback" || message.kind === "status") asks.heard(message.kind);
    });
  };
  const member = createCrowdMember({
    clock,
    chance,
    deviceId,
    family: "v3",
    saysLegacy: true,
    tellsBeforeFetching: "sometimes",
    settings: () => childsSettings,
    card: (cardId) => childsCards.get(cardId),
    say: (topic, json, retain) =>
      toUs({
        topic: `device/${deviceId}/${topic}`,
        payload: Buffer.from(JSON.stringify(json)),
        qos: 1,
        retain,
      }),
    onStep: (input: Input, before: PlayerModel, after: PlayerModel) => {
      truth.step(input, before, after);
    },
  });
  const inbox = createCommandInbox({
    clock,
    chance,
    reactionMs: [150, 400],
    lostStatusReplies: 0.6,
    onCommand: (read) => member.happen({ kind: "command", read }),
    onLost: () => {},
  });
  const toPlayer = createMessageFaults({ clock, faults }, ({ topic, payload }) => {
    clock.after(chance.between(10, 60), () => {
      if (member.model().isOnline) inbox.take(topic.replace(`device/${deviceId}/command/`, ""), payload);
    });
  });
  const publish = (name: string, text: string) =>
    toPlayer({
      topic: `device/${deviceId}/command/${name}`,
      payload: Buffer.from(text),
      qos: 1,
      retain: false,
    });

  const agenda: Agenda = {
    nowMs: () => clock.nowMs(),
    after: (ms, act) => {
      const timer = clock.after(ms, () => void act());
      return () => timer.cancel();
    },
    run: async () => {},
  };
  const keeper: PlayerKeeper = {
    keep: (_, noted) => {
      for (const each of noted) if (each.what !== "listened") actions.push(each);
    },
    kept: async () => {},
    flush: async () => {},
    drop: () => {},
    heard: () => {},
  };
  const asks: PlayerAsks = createPlayerAsks({
    agenda,
    say: async (report) => {
      if (report === "playback") await publish("events/request", "");
      if (report === "status") await publish("status/request", "");
      if (report === "full-status") await publish("status", JSON.stringify({ requestId: "full" }));
      return true;
    },
  });
  const stored: PlayerState = {
    playerId,
    accountId: YotoAccountId("family"),
    name: "The child's",
    family: "v3",
    presence: { is: "unknown", sinceMs: startMs },
    playback: { status: "stopped" },
    status: {},
  };
  const player: WatchedPlayer = watchPlayer(
    {
      clock: { nowMs: () => clock.nowMs(), sleep: () => Promise.resolve() },
      agenda,
      onOutcome: () => {},
      cardFacts: (_, cardId) => factsOfCard(cardId),
      marksHeard: () => false,
    },
    { keeper, asks },
    stored,
  );
  const habits: PlayerHabits = {
    zone: childsSettings.timeZone,
    alarms: [
      {
        days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        time: "17:00",
        soundCardId: YotoCardId("WAKES"),
        enabled: true,
      },
    ],
    shortcuts: shortcutsOf(),
  };
  player.setHabits(habits);
  clock.every(240_000, () => asks.ask("playback"));
  clock.every(297_000, () => asks.ask("status"));

  /** The line drops, and is there again after so long: what was said meanwhile is lost but for what the broker retains. */
  const goDeaf = async (ms: number) => {
    const fromMs = clock.nowMs();
    deafSinceMs = fromMs;
    await clock.advance(ms);
    deafSinceMs = undefined;
    player.missedSince(fromMs, "connection-lost");
    player.subscribed();
    for (const [topic, payload] of retained) arrive(topic, payload);
    asks.ask("everything");
    clock.after(gapEndsWithinMs, () => player.endGap(clock.nowMs()));
  };

  return {
    clock,
    chance,
    goDeaf,
    faults,
    /** What the listener concluded, in the order of time. */
    concluded: () => actions.toSorted((one, other) => one.atMs - other.atMs),
    truth: (): readonly Truth[] => truth.told(),
    model: () => member.model(),
    hand: (input: Input) => member.happen(input),
    /** The left knob, a step every 200 ms. */
    turnKnob(steps: number) {
      for (let at = 0; at < Math.abs(steps); at++)
        clock.after(at * 200, () => member.happen({ kind: "turn-left", step: steps > 0 ? 1 : -1 }));
    },
    /** An order of ours. */
    order(command: Command) {
      const order: PlayerOrder = {
        id: CommandId(`order-${++orders}`),
        playerId,
        command,
        orderedAtMs: clock.nowMs(),
        expiresAtMs: clock.nowMs() + 15_000,
        orderedBy: "robin",
      };
      player.sending(order, clock.nowMs());
      const { name, payload } = encodeCommand(command);
      publish(name, JSON.stringify({ ...payload, requestId: order.id }));
    },
    /** Yoto's app, or another program. */
    app(command: Command) {
      const { name, payload } = encodeCommand(command);
      publish(name, JSON.stringify({ ...payload, requestId: `app-${++orders}` }));
    },
    /** Switched on, connected, listened to, and everything asked once. */
    async begin() {
      member.happen({ kind: "contact", online: true });
      asks.ask("everything");
      await clock.advance(5_000);
      actions.length = 0;
      truth.forget();
    },
    async end() {
      await clock.advance(20_000);
      player.conclude();
      member.close();
      inbox.close();
    },
  };
}

export type ChildsRoom = ReturnType<typeof childsRoom>;
