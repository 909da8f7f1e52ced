import { type PlayerState, positionNow } from "../../src/domain/players/player-state.ts";
import type { PlayerSnapshot } from "../../src/simulator/player/snapshot.ts";
import { startListeningWorld } from "./listening-world.ts";
import { virtualTime } from "./virtual-time.ts";

type Options = NonNullable<Parameters<typeof startListeningWorld>[0]>;

/** A world whose time stands still until moved: one linked family, its kitchen player at rest, and a listener at work. */
export async function aWatchedFamily(options: Options = {}) {
  const time = virtualTime(Date.UTC(2030, 0, 1, 12));
  const world = await startListeningWorld({ time, ...options });
  const { id, account } = await world.link();
  const player = await world.addPlayer(account);
  const listener = world.listen();
  await listener.connected(id);
  await world.when("the first report", async () => (await world.state(player.id))?.volumeSteps !== undefined);
  await time.advance(5_000);
  const state = async () => {
    const found = await world.state(player.id);
    if (found === undefined) throw new Error("the player has no state");
    return found;
  };
  return {
    ...world,
    time,
    id,
    account,
    player,
    listener,
    now: state,
    /** Whether what we know is what the player is. */
    isTrue: async () => differences(await state(), player.state(), time.clock.nowMs()).length === 0,
    differences: async () => differences(await state(), player.state(), time.clock.nowMs()),
    kinds: async () => (await world.told(player.id)).map(({ kind }) => kind),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** In what our state and the player itself differ; empty when we know the truth. */
export function differences(state: PlayerState, truth: PlayerSnapshot, nowMs: number): string[] {
  const found: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    if (ours !== theirs) found.push(`${what}: we say ${ours}, it is ${theirs}`);
  };
  compare("presence", state.presence.is, truth.online ? "online" : "offline");
  if (!truth.online) return found;
  compare("volume", state.volumeSteps, truth.volume);
  compare("volume limit", state.volumeMaxSteps, truth.volumeMax);
  const sounding = truth.activity === "playing" || truth.activity === "paused";
  compare("card", state.playback.cardId, sounding ? truth.playing?.cardId : undefined);
  if (!sounding) return found;
  compare("status", state.playback.status, truth.activity);
  compare("track", state.playback.track?.key, truth.playing?.trackKey);
  const seconds = positionNow(state.playback, nowMs) ?? -1;
  if (Math.abs(seconds - truth.positionSeconds) > 3)
    found.push(`position: we say ${seconds}, it is ${truth.positionSeconds}`);
  return found;
}
