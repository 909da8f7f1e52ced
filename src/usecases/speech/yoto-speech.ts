import type { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { isJsonObject, type Json } from "../../domain/json.ts";
import type { SoundDecoder } from "../../ports/sound-decoder.ts";
import type { Speech, Voice } from "../../ports/speech.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { Web } from "../../ports/web.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import type { YotoLabs } from "../../ports/yoto-labs.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";

type Deps = TokenDeps & {
  readonly cloud: YotoLabs & Pick<YotoContent, "card" | "mediaUrl" | "deleteCard">;
  /** Reaches where Yoto keeps sound. */
  readonly web: Web;
  readonly decoder: SoundDecoder;
};

/** ElevenLabs' own voices, which Yoto's labs speak with. */
const labsVoices = [
  ["JBFqnCBsd6RMkjVDRZzb", "George", "a man, British, a storyteller"],
  ["Xb7hH8MSUJpSbSDYk0k2", "Alice", "a woman, British"],
  ["pFZP5JQG7iQjIQuC4Bku", "Lily", "a woman, British"],
  ["onwK4e9ZLuTAKqWW03F9", "Daniel", "a man, British"],
  ["EXAVITQu4vr4xnSDxMaL", "Sarah", "a woman, American"],
  ["XrExE9yKIg1WjnnlVkGX", "Matilda", "a woman, American"],
] as const;

const scopes = ["user:content:view", "user:content:manage", "family:library:view"];
const lookEveryMs = 1000;
const mostLooks = 180;
const mostBytes = 50_000_000;

/**
 * Speech by Yoto's labs, for a linked family. Labs speak into cards only: each text becomes a card for a moment, from which the sound
 * is taken and which is deleted again. The voices have one speed.
 * @see https://yoto.dev/myo/labs-text-to-speech/
 */
export function createYotoSpeech(deps: Deps): Speech {
  const voices: readonly Voice[] = labsVoices.map(([id, name, description]) => ({
    id,
    name,
    language: "mul",
    description: `${description}, by Yoto`,
    engine: "yoto-labs",
    maxCharacters: 1500,
    hasOneSpeed: true,
  }));

  /** A family that lets us make cards, if there is one. */
  async function family(): Promise<YotoAccountId | undefined> {
    const accounts = (await deps.accounts.list()).map(({ value }) => value);
    return accounts.find(
      ({ state, scopes: granted }) =>
        state.is === "linked" && scopes.every((scope) => granted.includes(scope)),
    )?.id;
  }

  return {
    voices: async () => ((await family()) === undefined ? [] : voices),
    async synthesize({ text, voiceId, signal = new AbortController().signal }) {
      signal.throwIfAborted();
      if (!voices.some(({ id }) => id === voiceId))
        throw new Unavailable(`Yoto has no voice "${voiceId}"; choose another one`);
      const account = await family();
      if (account === undefined)
        throw new Unavailable(
          "No Yoto family is linked that lets us make cards; link one, or choose another voice",
        );
      try {
        const sound = await withYotoAccount(
          deps,
          account,
          (token) => spoken(token, text, voiceId, signal),
          signal,
        );
        const decoded = await deps.decoder.decode(sound);
        if (decoded === undefined)
          throw new Unavailable("Yoto spoke in a kind of sound that we cannot read; choose another voice");
        return decoded;
      } catch (error) {
        if (!(error instanceof YotoTrouble)) throw error;
        throw new Unavailable(`Yoto did not speak (${error.message}); try later or choose another voice`, {
          cause: error,
        });
      }
    },
  };

  async function spoken(
    token: string,
    text: string,
    voiceId: string,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const begun = await deps.cloud.startSpeechJob(token, cardSaying(text), { voiceId });
    const card = await cardOf(token, begun.jobId, signal);
    try {
      const mediaId = mediaIn((await deps.cloud.card(token, card)) ?? {});
      const address = mediaId === undefined ? undefined : await deps.cloud.mediaUrl(token, card, mediaId);
      if (address === undefined)
        throw new Unavailable("Yoto spoke, but has no sound to show for it; try again later");
      return await bytesAt(address, signal);
    } finally {
      await deps.cloud
        .deleteCard(token, card)
        .catch((error: unknown) => deps.log.warn("spoken-card-stays", { card, error }));
    }
  }

  async function cardOf(token: string, jobId: string, signal: AbortSignal): Promise<YotoCardId> {
    for (let look = 0; look < mostLooks; look++) {
      const job = await deps.cloud.speechJob(token, jobId);
      if (job === undefined || job.is === "failed")
        throw new Unavailable(
          `Yoto could not speak this (${job?.error ?? "it forgot the text"}); try another voice`,
        );
      if (job.is === "completed" && job.yotoCardId !== undefined) return job.yotoCardId;
      await deps.clock.sleep(lookEveryMs, signal);
    }
    throw new Unavailable("Yoto did not finish speaking in three minutes; try again later");
  }

  async function bytesAt(address: URL, signal: AbortSignal): Promise<Uint8Array> {
    const answer = await deps.web.get(address, { signal });
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body) {
      parts.push(part);
      bytes += part.length;
      if (bytes > mostBytes) break;
    }
    if (answer.status !== 200 || bytes > mostBytes)
      throw new Unavailable(
        `The sound that Yoto made could not be fetched (${answer.status}); try again later`,
      );
    return Buffer.concat(parts);
  }
}

/** A card for a moment. Its title tells whoever sees it what it is. */
function cardSaying(text: string): YotoCardJson {
  const track = { key: "01", title: "Spoken", type: "elevenlabs", format: "mp3", trackUrl: text };
  return {
    title: "Being spoken for Yoto Smart Stream",
    content: { chapters: [{ key: "01", title: "Spoken", tracks: [track] }] },
  };
}

/** The sound of the card's one track: `yoto:#<id>`. */
function mediaIn(json: Json): string | undefined {
  if (typeof json === "string") return /^yoto:#(.+)$/.exec(json)?.[1];
  if (Array.isArray(json)) return json.map(mediaIn).find((each) => each !== undefined);
  if (!isJsonObject(json)) return undefined;
  const track = json["trackUrl"];
  if (typeof track === "string") return mediaIn(track);
  return Object.values(json)
    .filter((each) => typeof each === "object")
    .map(mediaIn)
    .find((each) => each !== undefined);
}
