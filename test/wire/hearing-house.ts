import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AudioId, EpisodeId, FeedId, StreamId } from "../../src/domain/ids.ts";
import { type Weekday, weekdays } from "../../src/domain/time/local-time.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { gather } from "../../src/stores/records.ts";
import type { Voice } from "../../src/usecases/speech/speak-to-library.ts";
import { makeEdition, orderDueEditions } from "../../src/usecases/streams/make-edition.ts";
import { pieceOf } from "./ear.ts";
import type { HearingWorld } from "./hearing-world.ts";

/** A podcast that the family follows; what is published is in the library at once. */
export async function aPodcast({ stores, pieces, clock, chance }: HearingWorld) {
  const feedId = FeedId(chance.id());
  const feed = { id: feedId, url: "https://p.example/feed", title: "Foxes", addedAtMs: 0, episodes: 0 };
  await stores.feeds.create({ ...feed, addedBy: "system", fetchNewest: 5, nextCheckMs: 0 });
  let published = 0;
  return {
    feedId,
    async publish(letters: string, season = 1) {
      for (const [at, audioId] of (await pieces(letters)).entries()) {
        published += 1;
        await stores.feeds.saveEpisode({
          feedId,
          id: EpisodeId(letters[at] ?? ""),
          title: letters[at] ?? "",
          publishedAtMs: clock.nowMs() + published,
          url: `https://p.example/${letters[at]}.mp3`,
          season,
          audioId: AudioId(audioId),
        });
      }
    },
  };
}

/** The piece that says which day it is. */
export const letterOfDay = (day: Weekday) => "MTWHFSU"[weekdays.indexOf(day)] ?? "?";

/** Speaks the words of the day wherever they are due. */
export async function speakWhatIsDue({ server, clock, stores }: HearingWorld): Promise<void> {
  let saying = "?";
  const voice = {
    speech: {
      engine: "test",
      maxCharacters: 1000,
      voices: async () => [{ id: "v", name: "V", language: "en" }],
      synthesize: async ({ text }: { text: string }) => {
        const day = weekdays.find((each) => text.toLowerCase().includes(` ${each}`));
        saying = day === undefined ? "?" : letterOfDay(day);
        return { sampleRateHz: 16_000, samples: new Float32Array(1600).fill(0.1) };
      },
    },
    encoder: { encode: async () => pieceOf(saying) },
  } as unknown as Voice;
  const { jobQueue, internet: web } = server.deps;
  if (jobQueue === undefined) throw new Error("nobody takes jobs here");
  const deps = { ...server.deps, jobQueue, clock, voice, web };
  await orderDueEditions(deps);
  for (const { value, version } of await gather(stores.jobs.unfinished())) {
    const at = { signal: new AbortController().signal, tell: () => {}, checkpoint: async () => {} };
    if (!(await makeEdition(deps, value, at)).ok) throw new Error("the words of the day were not spoken");
    await stores.jobs.save({ ...value, state: { is: "done", atMs: 0, result: {} } }, version);
  }
}

/** Leaves messages in the mailbox that a stream plays, as the job does once the sound is a recording. */
export async function leaveMessages(
  { stores, pieces, clock }: HearingWorld,
  streams: readonly Stream[],
  letters: string,
): Promise<void> {
  const audio = await pieces(letters);
  for (const { id } of streams)
    for (const [at, audioId] of audio.entries())
      await stores.mailboxes.add({
        streamId: StreamId(id),
        id: letters[at] ?? "",
        audioId: AudioId(audioId),
        from: "Grandma",
        receivedAtMs: clock.nowMs() + at,
      });
}

const stationTickMs = 1_000;
const aheadMs = 6_000;
const frame = { bytes: 417, ms: (1152 / 44_100) * 1000 };

/**
 * A radio station that says one piece after another at the pace at which they are heard, six seconds ahead. Who tunes in later hears
 * what comes from then on.
 */
export async function aRadioStation({ time }: HearingWorld, says: string) {
  const sound = Buffer.concat([...says].map(pieceOf));
  let beganMs = time.clock.nowMs();
  const listeners = new Map<ServerResponse, number>();
  let isSilent = false;
  let brokeOff = false;
  /** The byte up to which all was said by now, at the edge of a frame. */
  const said = () => Math.floor((time.clock.nowMs() - beganMs + aheadMs) / frame.ms) * frame.bytes;
  const send = () => {
    for (const [response, from] of listeners) {
      if (said() > from) response.write(sound.subarray(from, said()));
      listeners.set(response, said());
    }
  };
  const station = createServer((_, response) => {
    if (isSilent) return void response.destroy();
    response.writeHead(200, { "content-type": "audio/mpeg" }).flushHeaders();
    listeners.set(response, brokeOff ? said() : 0);
    send();
  });
  const ticking = time.pretend.every(stationTickMs, send);
  await new Promise<void>((listening) => station.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(station.address() as AddressInfo).port}/live`,
    /** Loses everybody who listens. */
    breakOff() {
      brokeOff = true;
      for (const each of listeners.keys()) each.destroy();
      listeners.clear();
    },
    /** Says nothing to anybody. */
    fallSilent() {
      isSilent = true;
    },
    /** Begins with what it has to say. */
    speak() {
      isSilent = false;
      beganMs = time.clock.nowMs();
    },
    async [Symbol.asyncDispose]() {
      ticking.cancel();
      station.closeAllConnections();
      await new Promise((closed) => station.close(closed));
    },
  };
}
