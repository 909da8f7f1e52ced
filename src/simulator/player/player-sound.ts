import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import { createAudioShelf } from "./audio-shelf.ts";
import { type AudioSource, createAudioSource } from "./audio-source.ts";
import { createFetchAhead } from "./fetch-ahead.ts";
import { type FetchProfile, fetchProfiles } from "./fetch-profile.ts";
import type { Heard } from "./heard.ts";
import type { PlayerCard, PlayerTrack } from "./player-card.ts";
import type { PlayerModel } from "./player-model.ts";
import { createTrackSound, type SoundNews, type TrackSound } from "./track-sound.ts";
import type { Wire } from "./wire-request.ts";

/** A player's loudspeaker with all that feeds it: streams, the shelf of downloads, what is fetched ahead. */
export type PlayerSound = {
  start(number: number, track: PlayerTrack, fromSeconds: number): void;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Tracks that may come next; whether anything is fetched depends on the profile. */
  fetchAhead(tracks: readonly PlayerTrack[]): void;
  keep(card: PlayerCard): void;
  isStored(url: string): boolean;
  isWhole(card: PlayerCard): boolean;
  /** Where the current track is; `undefined` in silence. */
  now(): { readonly positionSeconds: number; readonly lengthSeconds: number } | undefined;
  heard(): readonly Heard[];
  close(): void;
};

type Deps = {
  readonly wire: Wire;
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly profile: FetchProfile;
  readonly onNews: (number: number, news: SoundNews) => void;
  readonly onDownload: (download: PlayerModel["download"]) => void;
  readonly onFrame?: ((number: number, bytes: Uint8Array) => void) | undefined;
};

const heardKept = 1_000;

export function createPlayerSound(deps: Deps): PlayerSound {
  const { wire, clock, chance, profile, onNews, onDownload, onFrame } = deps;
  const past: Heard[] = [];
  let current: TrackSound | undefined;

  const open = (url: string, kind: "stream" | "artifact"): AudioSource =>
    createAudioSource({ wire, clock, chance }, url, kind === "stream" ? profile : fetchProfiles.plain, kind);
  const shelf = createAudioShelf({
    clock,
    fetch: (url) => open(url, "artifact"),
    onProgress: onDownload,
  });
  const ahead = createFetchAhead((url) => open(url, "stream"), profile.prefetches, profile.startsAfterBytes);

  const sourceOf = ({ url, type }: PlayerTrack): AudioSource =>
    type === "stream" ? (ahead.take(url) ?? open(url, "stream")) : (shelf.open(url) ?? open(url, "artifact"));

  const endCurrent = () => {
    if (current === undefined) return;
    current.stop();
    past.push(current.heard());
    if (past.length > heardKept) past.shift();
    current = undefined;
  };

  return {
    start: (number, track, fromSeconds) => {
      endCurrent();
      current = createTrackSound({
        clock,
        source: sourceOf(track),
        url: track.url,
        chapterKey: track.chapterKey,
        trackKey: track.trackKey,
        format: track.format,
        declaredSeconds: track.durationSeconds,
        fromSeconds,
        startsAfterBytes: profile.startsAfterBytes,
        onNews: (news) => onNews(number, news),
        onFrame: onFrame && ((bytes) => onFrame(number, bytes)),
      });
    },
    pause: () => current?.pause(),
    resume: () => current?.resume(),
    stop: () => {
      ahead.close();
      endCurrent();
    },
    fetchAhead: (tracks) =>
      ahead.begin(tracks.filter((track) => track.type === "stream").map((track) => track.url)),
    keep: (card) => void shelf.keep(card),
    isStored: shelf.has,
    isWhole: shelf.holds,
    now: () =>
      current && { positionSeconds: current.positionSeconds(), lengthSeconds: current.lengthSeconds() },
    heard: () => (current === undefined ? [...past] : [...past, current.heard()]),
    close: () => {
      ahead.close();
      shelf.close();
      endCurrent();
    },
  };
}
