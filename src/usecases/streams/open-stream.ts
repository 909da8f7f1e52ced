import type { Audio } from "../../domain/audio/audio.ts";
import type { StreamId, StreamSecret } from "../../domain/ids.ts";
import { endGently } from "../../domain/streams/end-gently.ts";
import { type EndingGiven, endingOf } from "../../domain/streams/gentle-ending.ts";
import { type JoinedAudio, joinAudio } from "../../domain/streams/join-audio.ts";
import type { Progress } from "../../domain/streams/listening.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { StreamRule } from "../../domain/streams/stream-rule.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import type { Streams } from "../../stores/streams.ts";
import { type ChooseDeps, type Chosen, chooseForListener, type SlotAsker } from "./choose-for-listener.ts";
import { grantOf } from "./grant-of.ts";

type Deps = ChooseDeps & { readonly streams: Streams; readonly files: AudioFiles };

export type SlotRequest = SlotAsker & { readonly secret: StreamSecret };

export type Opened =
  | {
      readonly ok: true;
      readonly streamId: StreamId;
      /** Heard as one, in this order. */
      readonly pieces: readonly Audio[];
      readonly joined: JoinedAudio;
      /** Where the bytes of each file are, by file key. */
      readonly places: ReadonlyMap<string, AudioPlace>;
      readonly chosen: Chosen;
      readonly bookPlace: Progress | undefined;
      /** It ends so, because it is bedtime before it is over. */
      readonly ending: EndingGiven | undefined;
      /** What is to be heard instead, where it can be reached. */
      readonly radio: URL | undefined;
      /** It is a message of a mailbox. */
      readonly isMail: boolean;
    }
  | { readonly ok: false; readonly why: "unknown-stream" | "empty-slot" };

/** What follows without an end is sent so long before it is heard. */
const aheadMs = 10_000;

/** A paused night: a redirect given in the evening must still work in the morning. */
export const urlSeconds = 12 * 3600;

/**
 * What a slot plays for this listener now, and where its bytes are. Reads only; asking twice gives the same. `goesOn`: the next
 * after what was given before, where one follows another in one answer.
 */
export async function openStream(deps: Deps, asked: SlotRequest, goesOn = false): Promise<Opened> {
  const stream = (await deps.streams.bySecret(asked.secret))?.value;
  if (stream === undefined) return { ok: false, why: "unknown-stream" };
  // What was promised before may have been deleted since: then the stream decides anew.
  for (const anew of goesOn ? [true] : [false, true]) {
    const chosen = await chooseForListener(deps, stream, asked, anew);
    if (chosen === undefined) break;
    const found = await bytesOf(deps, stream, chosen, goesOn ? deps.clock.nowMs() + aheadMs : undefined);
    if (found !== undefined)
      return {
        ok: true,
        streamId: stream.id,
        ...found,
        chosen,
        bookPlace: beginningIn(stream.rule, chosen),
        radio: stream.rule.kind === "radio" ? new URL(stream.rule.url) : undefined,
        isMail: stream.rule.kind === "mailbox",
      };
    if (!chosen.again) break;
  }
  return { ok: false, why: "empty-slot" };
}

/** Where in a book it begins: what is left of it tells. */
function beginningIn(rule: StreamRule, { audio }: Chosen): Progress | undefined {
  const [last] = audio;
  if (rule.kind !== "book" || last === undefined) return undefined;
  const index = Math.max(0, rule.audio.length - audio.length);
  return { last, index: rule.audio[index] === last ? index : rule.audio.indexOf(last), round: 0 };
}

async function bytesOf(deps: Deps, { ending: usual, secret }: Stream, chosen: Chosen, beginsAtMs?: number) {
  const { audio, fromSeconds } = chosen;
  const lullabyId = chosen.again ? chosen.ending?.lullaby : usual?.lullaby;
  const wanted = lullabyId === undefined ? audio : [...audio, lullabyId];
  const records = new Map(
    (await deps.audio.getMany([...new Set(wanted)])).map(({ value }) => [value.id, value]),
  );
  const pieces = audio.flatMap((id) => records.get(id) ?? []);
  const whole = joinAudio(pieces, fromSeconds);
  if (pieces.length < audio.length || whole === undefined) return undefined;
  const zone = chosen.zone ?? (await deps.settings.get("time-zone")).value;
  const ending = chosen.again
    ? chosen.ending
    : usual && endingOf(usual, beginsAtMs ?? deps.clock.nowMs(), whole.seconds, zone);
  const lullaby = lullabyId === undefined ? undefined : records.get(lullabyId);
  const joined = (ending && endGently(pieces, fromSeconds ?? 0, ending, lullaby)) ?? whole;
  const keys = [...new Set(joined.map.segments.map(({ key }) => key))];
  const located = await Promise.all(
    keys.map(async (key) => [key, await deps.files.locate(key, urlSeconds, grantOf(secret))] as const),
  );
  const places = new Map(
    located.flatMap(([key, place]) => (place === undefined ? [] : [[key, place] as const])),
  );
  return places.size < keys.length ? undefined : { pieces, joined, places, ending };
}
