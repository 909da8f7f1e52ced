import { seededChance } from "../chance.ts";
import type { PretendWorld } from "../device-wire.ts";
import { mayComeNext } from "./card-walk.ts";
import { createCommandInbox } from "./command-inbox.ts";
import { createDeviceRest } from "./device-rest.ts";
import { fetchProfiles } from "./fetch-profile.ts";
import { createMqttLink } from "./mqtt-link.ts";
import { createOutbox } from "./outbox.ts";
import { playerActions, runAction } from "./player-actions.ts";
import { createPlayerControls, handInputs } from "./player-controls.ts";
import { step } from "./player-machine.ts";
import type { PlayerModel } from "./player-model.ts";
import { firstModel, habitsOf, type PlayerOptions } from "./player-options.ts";
import { createPlayerSound } from "./player-sound.ts";
import { type PlayerSnapshot, snapshotOf } from "./snapshot.ts";
import type { Effect, Input } from "./turn.ts";
import type { VirtualPlayer } from "./virtual-player.ts";
import { createWakeTimer } from "./wake-timer.ts";
import { createWire, type Fetch } from "./wire-request.ts";

const shownAtOnce = 20;

/** Makes a pretend player and, unless told otherwise, switches it on; settles after its first attempt to connect. */
export async function startPlayer(world: PretendWorld, options: PlayerOptions): Promise<VirtualPlayer> {
  const { clock, journal } = world;
  const { deviceId } = options;
  const chance = seededChance(Math.floor(world.chance.fraction() * 4_294_967_296));
  const habits = habitsOf(options);
  const { fetchProfile: wanted = "plain" } = options;
  const profile = typeof wanted === "object" ? wanted : fetchProfiles[wanted];
  const listeners = new Set<(state: PlayerSnapshot) => void>();
  const fetches: Fetch[] = [];
  let disposed = false;
  let model = firstModel(options, habits, clock.nowMs());

  const tell = (what: string, detail?: unknown) =>
    journal.add({ kind: "player", deviceId, what, ...(detail !== undefined && { detail }) });

  /** The one way in: whatever happens to the player passes here. */
  const happen = (input: Input) => {
    if (disposed) return;
    const before = model;
    const { model: after, does } = step(model, input, {
      atMs: clock.nowMs(),
      chance,
      isStored: sound.isStored,
      heard: sound.now(),
    });
    model = after;
    note(input, before);
    for (const effect of does) act(effect);
    wakes.plan();
    if (listeners.size > 0) for (const listener of [...listeners]) listener(state());
  };

  const note = (input: Input, before: PlayerModel) => {
    if (handInputs.has(input.kind)) {
      const { kind, ...detail } = input;
      tell(kind, detail);
    }
    if (before.activity === model.activity && before.sound === model.sound) return;
    const track = model.activity === "playing" ? model.card?.tracks[model.index] : undefined;
    tell(model.activity, track && { chapterKey: track.chapterKey, trackKey: track.trackKey });
  };

  const wire = createWire({
    clock,
    journal,
    deviceId,
    ca: options.ca,
    patienceMs: options.patienceMs,
    latencyMs: options.latencyMs,
    hasNetwork: () => model.hasWifi,
    onFetch: (fetch) => {
      fetches.push(fetch);
      if (fetches.length > shownAtOnce) fetches.shift();
    },
  });
  const rest = createDeviceRest(world, options);
  const inbox = createCommandInbox({
    clock,
    chance,
    reactionMs: options.reactionMs ?? [150, 400],
    lostStatusReplies: options.lostStatusReplies ?? 0.6,
    onCommand: (read) => happen({ kind: "command", read }),
    onLost: () => tell("lost the reply to a status request"),
  });
  const makeLink = options.link ?? ((events) => createMqttLink(world, options, events));
  const link = makeLink({
    onContact: (online) => happen({ kind: "contact", online }),
    onCommand: inbox.take,
    onConfigChanged: () => void readSettings(),
  });
  const outbox = createOutbox({ clock, chance, link, habits });
  const sound = createPlayerSound({
    wire,
    clock,
    chance,
    profile,
    onNews: (number, news) => {
      if (news.what === "read" && number === model.sound) sound.fetchAhead(whatMayComeNext(model));
      happen({ kind: "sound", sound: number, news });
    },
    onDownload: (download) => happen({ kind: "download", download }),
    onFrame: options.onFrame,
  });
  const wakes = createWakeTimer(
    clock,
    () => model,
    (name) => happen({ kind: "wake", name }),
  );

  const readSettings = async () => {
    const settings = await rest.readSettings();
    if (settings !== undefined) happen({ kind: "settings-read", settings });
  };

  const readCard = async (wish: number, cardId: string) => {
    const known = rest.remembered(cardId);
    const read = model.hasWifi ? await rest.readCard(cardId, sound.isWhole) : undefined;
    happen({ kind: "card-read", wish, card: read === "unknown" ? undefined : (read ?? known) });
  };

  const act = (effect: Effect) => {
    switch (effect.do) {
      case "event":
        return outbox.event(effect.payload);
      case "say":
        return outbox.say(effect.topic, effect.payload);
      case "connect":
        return void link.connect();
      case "disconnect": {
        outbox.flush();
        if (effect.how === "announced") return link.leave();
        link.vanish();
        return wire.cutAll();
      }
      case "get-settings":
        return void readSettings();
      case "get-card":
        return void readCard(effect.wish, effect.cardId);
      case "keep-card":
        return sound.keep(effect.card);
      case "start-sound":
        // Nobody knows whether real players take it; every working server has a certificate.
        if (effect.track.type === "stream" && effect.track.url.startsWith("http:"))
          tell("warning", `a stream without TLS: ${effect.track.url}`);
        return sound.start(effect.sound, effect.track, effect.fromSeconds);
      case "pause-sound":
        return sound.pause();
      case "resume-sound":
        return sound.resume();
      case "stop-sound":
        return sound.stop();
      case "beep":
        return tell("error sound", effect.why);
    }
  };

  const state = () =>
    snapshotOf(
      { ...model, ...sound.now() },
      {
        name: options.name ?? deviceId,
        deviceType: options.deviceType ?? options.family ?? "v3",
        fetchProfile: typeof wanted === "object" ? "own" : wanted,
        atMs: clock.nowMs(),
        heard: sound.heard().slice(-shownAtOnce),
        fetches,
      },
    );
  const onChange: VirtualPlayer["onChange"] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const { close: letGo, ...controls } = createPlayerControls(clock, happen);

  if (options.switchedOn !== false) {
    model = { ...model, activity: "idle" };
    await link.connect();
    await readSettings();
  }

  return {
    ...controls,
    deviceId,
    state,
    get heard() {
      return sound.heard();
    },
    onChange,
    until: (condition) =>
      new Promise((resolve) => {
        const now = state();
        if (condition(now)) return resolve(now);
        const stop = onChange((changed) => {
          if (!condition(changed)) return;
          stop();
          resolve(changed);
        });
      }),
    actions: Object.keys(playerActions),
    act: async (name, input) => runAction(controls, name, input),
    [Symbol.asyncDispose]: async () => {
      if (disposed) return;
      disposed = true;
      wakes.close();
      letGo();
      inbox.close();
      sound.close();
      outbox.close();
      await link[Symbol.asyncDispose]();
      wire[Symbol.dispose]();
    },
  };
}

function whatMayComeNext({ card, order, index, settings }: PlayerModel) {
  if (card === undefined) return [];
  return mayComeNext(card, order, index, settings.repeatAll).flatMap((at) => card.tracks[at] ?? []);
}
