import { seededChance } from "../chance.ts";
import type { Timer } from "../clock.ts";
import type { DeviceCredentials, PretendWorld } from "../device-wire.ts";
import { createAudioShelf } from "./audio-shelf.ts";
import { createAudioSource } from "./audio-source.ts";
import { mayComeNext } from "./card-walk.ts";
import { createDeviceRest } from "./device-rest.ts";
import { createFetchAhead } from "./fetch-ahead.ts";
import { type FetchProfile, type FetchProfileName, fetchProfiles } from "./fetch-profile.ts";
import { createMqttLink } from "./mqtt-link.ts";
import { createOutbox } from "./outbox.ts";
import { playerActions, runAction } from "./player-actions.ts";
import { readCommand } from "./player-command.ts";
import { nextWake, step } from "./player-machine.ts";
import { newPlayer, type PlayerHabits, type PlayerModel } from "./player-model.ts";
import { type PlayerSnapshot, snapshotOf } from "./snapshot.ts";
import { createTrackSound, type Heard, type TrackSound } from "./track-sound.ts";
import type { Effect, Input } from "./turn.ts";
import type { PlayerControls, VirtualPlayer } from "./virtual-player.ts";
import { createWire, type Fetch } from "./wire-request.ts";

export type PlayerOptions = DeviceCredentials & {
  readonly name?: string;
  /** `v1`, `v2`, `v3`, `mini`, or a family nobody knows yet. Default `v3`. */
  readonly family?: string;
  readonly deviceType?: string;
  readonly fwVersion?: string;
  /** Default `plain`. */
  readonly fetchProfile?: FetchProfileName | FetchProfile;
  readonly habits?: Partial<PlayerHabits>;
  /** How long a command takes to act, in ms. Default 150 to 400. */
  readonly reactionMs?: readonly [number, number];
  /** Default 0.6: how often the second of two status requests within 0.4 s stays without an answer. */
  readonly lostStatusReplies?: number;
  /** Default on: connected and ready when `startPlayer` settles, without boot reports. */
  readonly switchedOn?: boolean;
  /** In percent; the player is on its charger unless `unplugged`. */
  readonly battery?: number;
  readonly unplugged?: boolean;
  /** PEM of a certificate authority the player trusts beside the public ones. */
  readonly ca?: string;
};

const defaultHabits: PlayerHabits = {
  saysLegacy: true,
  saysStatusByItself: true,
  tellsBeforeFetching: "sometimes",
  saysText: false,
};
const knobStepMs = 200;
const collisionMs = 400;
const fetchesShown = 20;
const heardKept = 1_000;

/** Makes a pretend player and, unless told otherwise, switches it on; settles after its first attempt to connect. */
export async function startPlayer(world: PretendWorld, options: PlayerOptions): Promise<VirtualPlayer> {
  const { clock, journal } = world;
  const { deviceId } = options;
  const chance = seededChance(Math.floor(world.chance.fraction() * 4_294_967_296));
  const habits = { ...defaultHabits, ...options.habits };
  const profile =
    typeof options.fetchProfile === "object"
      ? options.fetchProfile
      : fetchProfiles[options.fetchProfile ?? "plain"];
  const [fastestMs, slowestMs] = options.reactionMs ?? [150, 400];
  const listeners = new Set<(state: PlayerSnapshot) => void>();
  const fetches: Fetch[] = [];
  const pastHeard: Heard[] = [];
  const pending = new Set<Timer>();
  let disposed = false;

  let model: PlayerModel = {
    ...newPlayer(deviceId, options.family ?? "v3", habits, clock.nowMs()),
    charger: options.unplugged !== true,
  };
  if (options.fwVersion) model = { ...model, facts: { ...model.facts, firmware: options.fwVersion } };
  model = { ...model, battery: { ...model.battery, percent: options.battery ?? 100 } };
  let sound: TrackSound | undefined;
  let wake: (Timer & { atMs: number }) | undefined;

  const wire = createWire({
    clock,
    journal,
    deviceId,
    ca: options.ca,
    hasNetwork: () => model.hasWifi,
    onFetch: (fetch) => {
      fetches.push(fetch);
      if (fetches.length > fetchesShown) fetches.shift();
    },
  });
  const rest = createDeviceRest(world, options);
  const link = createMqttLink(world, options, {
    onContact: (online) => happen({ kind: "contact", online }),
    onCommand: (name, payload) => react(name, payload),
    onConfigChanged: () => void readSettings(),
  });
  const outbox = createOutbox({ clock, chance, link, habits });
  const openAudio = (url: string, kind: "stream" | "artifact") =>
    createAudioSource({ wire, clock, chance }, url, kind === "stream" ? profile : fetchProfiles.plain, kind);
  const shelf = createAudioShelf({
    clock,
    fetch: (url) => openAudio(url, "artifact"),
    onProgress: (download) => happen({ kind: "download", download }),
  });
  const ahead = createFetchAhead(
    (url) => openAudio(url, "stream"),
    profile.prefetches,
    profile.startsAfterBytes,
  );

  const later = (ms: number, run: () => void) => {
    const timer = clock.after(ms, () => {
      pending.delete(timer);
      run();
    });
    pending.add(timer);
  };

  const heardNow = () => {
    if (sound === undefined) return undefined;
    return { positionSeconds: sound.positionSeconds(), lengthSeconds: sound.lengthSeconds() };
  };

  const stopSound = () => {
    if (sound === undefined) return;
    sound.stop();
    pastHeard.push(sound.heard());
    if (pastHeard.length > heardKept) pastHeard.shift();
    sound = undefined;
  };

  /** The one way in: whatever happens to the player passes here. */
  const happen = (input: Input) => {
    if (disposed) return;
    const before = model;
    const { model: after, does } = step(model, input, {
      atMs: clock.nowMs(),
      chance,
      isStored: shelf.has,
      heard: heardNow(),
    });
    model = after;
    note(input, before);
    for (const effect of does) act(effect);
    plan();
    if (listeners.size > 0) for (const listener of [...listeners]) listener(state());
  };

  const note = (input: Input, before: PlayerModel) => {
    const add = (what: string, detail?: unknown) =>
      journal.add({ kind: "player", deviceId, what, ...(detail !== undefined && { detail }) });
    if (hands.has(input.kind)) {
      const { kind, ...detail } = input;
      add(kind, detail);
    }
    if (before.activity !== model.activity || before.sound !== model.sound) {
      const track = model.card?.tracks[model.index];
      add(
        model.activity,
        model.activity === "playing" && { chapterKey: track?.chapterKey, trackKey: track?.trackKey },
      );
    }
  };

  const act = (effect: Effect) => {
    switch (effect.do) {
      case "event":
        return outbox.event(effect.payload);
      case "say":
        return outbox.say(effect.topic, effect.payload);
      case "connect":
        return void link.connect();
      case "disconnect":
        outbox.flush();
        if (effect.how === "announced") link.leave();
        else link.vanish();
        return;
      case "get-settings":
        return void readSettings();
      case "get-card":
        return void readCard(effect.wish, effect.cardId);
      case "keep-card":
        return void shelf.keep(effect.card);
      case "start-sound":
        return startSound(effect);
      case "pause-sound":
        return sound?.pause();
      case "resume-sound":
        return sound?.resume();
      case "stop-sound":
        ahead.close();
        return stopSound();
      case "beep":
        journal.add({ kind: "player", deviceId, what: "error sound", detail: effect.why });
    }
  };

  const startSound = ({ sound: number, track, fromSeconds }: Effect & { do: "start-sound" }) => {
    stopSound();
    const source =
      track.type === "stream"
        ? (ahead.take(track.url) ?? openAudio(track.url, "stream"))
        : (shelf.open(track.url) ?? openAudio(track.url, "artifact"));
    sound = createTrackSound({
      clock,
      source,
      url: track.url,
      chapterKey: track.chapterKey,
      trackKey: track.trackKey,
      format: track.format,
      declaredSeconds: track.durationSeconds,
      fromSeconds,
      startsAfterBytes: profile.startsAfterBytes,
      onNews: (news) => {
        if (news.what === "read" && number === model.sound) fetchAhead();
        happen({ kind: "sound", sound: number, news });
      },
    });
  };

  const fetchAhead = () => {
    const { card, order, index, settings } = model;
    if (card === undefined || profile.prefetches === "never") return;
    const next = mayComeNext(card, order, index, settings.repeatAll).flatMap((at) => card.tracks[at] ?? []);
    ahead.begin(next.filter((track) => track.type === "stream").map((track) => track.url));
  };

  const readSettings = async () => {
    const settings = await rest.readSettings();
    if (settings !== undefined) happen({ kind: "settings-read", settings });
  };

  const readCard = async (wish: number, cardId: string) => {
    const known = rest.remembered(cardId);
    const read = model.hasWifi ? await rest.readCard(cardId, shelf.holds) : undefined;
    happen({ kind: "card-read", wish, card: read === "unknown" ? undefined : (read ?? known) });
  };

  let lastDueMs = 0;
  let lastStatusMs = Number.NEGATIVE_INFINITY;
  /** Commands act a little later, in the order they came. */
  const react = (name: string, payload: Buffer) => {
    const read = readCommand(name, payload);
    const nowMs = clock.nowMs();
    const asksStatus = read.command?.do === "small-status" || read.command?.do === "full-status";
    const collides = asksStatus && nowMs - lastStatusMs < collisionMs;
    if (asksStatus) lastStatusMs = nowMs;
    const isLost = collides && chance.fraction() < (options.lostStatusReplies ?? 0.6);
    lastDueMs = Math.max(lastDueMs, nowMs + chance.between(fastestMs, slowestMs));
    later(lastDueMs - nowMs, () => {
      if (!isLost) return happen({ kind: "command", read });
      journal.add({ kind: "player", deviceId, what: "lost the reply to a status request" });
    });
  };

  const plan = () => {
    const next = nextWake(model);
    if (next?.atMs === wake?.atMs && next !== undefined) return;
    wake?.cancel();
    wake = undefined;
    if (next === undefined) return;
    const timer = clock.after(Math.min(longestTimerMs, Math.max(0, next.atMs - clock.nowMs())), () => {
      wake = undefined;
      const due = nextWake(model);
      if (due !== undefined && due.atMs <= clock.nowMs()) happen({ kind: "wake", name: due.name });
      else plan();
    });
    wake = { atMs: next.atMs, cancel: () => timer.cancel() };
  };

  const heard = () => (sound === undefined ? [...pastHeard] : [...pastHeard, sound.heard()]);
  const state = () =>
    snapshotOf(
      { ...model, ...heardNow() },
      {
        name: options.name ?? deviceId,
        deviceType: options.deviceType ?? options.family ?? "v3",
        fetchProfile: typeof options.fetchProfile === "object" ? "own" : (options.fetchProfile ?? "plain"),
        atMs: clock.nowMs(),
        heard: heard().slice(-fetchesShown),
        fetches,
      },
    );
  const onChange: VirtualPlayer["onChange"] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const controls: PlayerControls = {
    insertCard: (cardId) => happen({ kind: "insert", cardId }),
    removeCard: () => happen({ kind: "remove" }),
    turnVolume: (steps) => {
      for (let turned = 0; turned < Math.abs(steps); turned += 1) {
        const turn = () => happen({ kind: "turn-left", step: steps > 0 ? 1 : -1 });
        if (turned === 0) turn();
        else later(turned * knobStepMs, turn);
      }
    },
    turnSkip: (direction) => happen({ kind: "turn-right", direction }),
    pressLeft: () => happen({ kind: "press-left" }),
    pressRight: (times = 1) => happen({ kind: "press-right", times }),
    holdLeft: () => happen({ kind: "hold-left" }),
    pressPower: () => happen({ kind: "power" }),
    holdPower: () => happen({ kind: "hold-power" }),
    plugCharger: () => happen({ kind: "charger", plugged: true }),
    unplugCharger: () => happen({ kind: "charger", plugged: false }),
    setBattery: (percent) => happen({ kind: "battery", percent }),
    plugHeadphones: (plugged) => happen({ kind: "headphones", plugged }),
    loseWifi: () => {
      happen({ kind: "wifi", there: false });
      wire.cutAll();
    },
    findWifi: () => happen({ kind: "wifi", there: true }),
    setClockWrongBy: (seconds) => happen({ kind: "clock-wrong", seconds }),
  };

  if (options.switchedOn !== false) {
    model = { ...model, activity: "idle", bootedAtMs: clock.nowMs() };
    await link.connect();
    await readSettings();
  }

  return {
    ...controls,
    deviceId,
    state,
    get heard() {
      return heard();
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
    act: async (name, input) => {
      await runAction(controls, name, input);
      return state();
    },
    [Symbol.asyncDispose]: async () => {
      if (disposed) return;
      disposed = true;
      wake?.cancel();
      for (const timer of pending) timer.cancel();
      ahead.close();
      shelf.close();
      stopSound();
      outbox.close();
      await link[Symbol.asyncDispose]();
      wire[Symbol.dispose]();
    },
  };
}

const longestTimerMs = 2_000_000_000; // setTimeout ends at 2^31 ms
const hands = new Set<Input["kind"]>([
  "power",
  "hold-power",
  "insert",
  "remove",
  "turn-left",
  "turn-right",
  "press-left",
  "press-right",
  "hold-left",
  "charger",
  "battery",
  "headphones",
  "wifi",
  "clock-wrong",
]);
