import { z } from "zod";
import { type Audio, doomedAtMs } from "../domain/audio/audio.ts";
import type { Transcript } from "../domain/audio/transcript.ts";
import type { AudioId } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table, Written } from "../ports/table.ts";
import { audioSchema } from "./audio-schema.ts";
import { type Listed, type PageWanted, pageOf, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { createSearchNotes } from "./search-notes.ts";
import type { SaidIn } from "./transcripts.ts";

/** Which audio has this content. Written first, so that one conditional write makes a sound unique. */
type ContentClaim = { readonly sha256: string; readonly audioId: AudioId; readonly claimedAtMs: number };

const claimSchema: z.ZodType<ContentClaim> = z.object({
  sha256: z.string(),
  audioId: ids.audio,
  claimedAtMs: z.number(),
});

/** A claim whose audio did not follow within this time was left by a crash. */
const claimStaleAfterMs = 20_000;

/** Added, or known already under another id. */
export type AudioAdded =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly sameAs: AudioId };

/** The library's audio: what we know of it, not its bytes. */
export type AudioLibrary = {
  /** Not what lies in the trash; so for all readers but those that say otherwise. */
  get(id: AudioId): Promise<Versioned<Audio> | undefined>;
  /** Also from the trash. */
  getAny(id: AudioId): Promise<Versioned<Audio> | undefined>;
  /** By time of coming. */
  list(page?: PageWanted): Promise<Listed<Audio>>;
  /** All of it, for the search index and the backup. */
  all(): AsyncGenerator<Versioned<Audio>, void, undefined>;
  /** The audio whose stored bytes have this SHA-256 (hex). */
  bySha256(sha256: string): Promise<Versioned<Audio> | undefined>;
  /** The same sound in the trash is taken out of it again, and made for another it belongs to nobody alone. */
  add(audio: Audio): Promise<AudioAdded>;
  /** Changes what is said of it. Its content stays: other bytes are other audio. */
  save(audio: Audio, ifVersion: number): Promise<Written>;
  /** Several in one go, in the order asked for, unknown ones left out. */
  getMany(ids: readonly AudioId[]): Promise<readonly Versioned<Audio>[]>;
  /** What lies in the trash, by when it came there. */
  trash(page?: PageWanted): Promise<Listed<Audio>>;
  /** What is said in it goes with it. `false`: it was changed meanwhile, or is gone; everything stays as it is. */
  delete(id: AudioId, ifVersion?: number): Promise<boolean>;
  transcript(id: AudioId): Promise<Transcript | undefined>;
  /** In place of the one there was. Repeating it ends the same. */
  keepTranscript(id: AudioId, transcript: Transcript): Promise<void>;
  /** The words of one transcript, or of all there are, also of what lies in the trash: for the search index. */
  said(id?: AudioId): AsyncGenerator<SaidIn, void, undefined>;
};

/** {@link AudioLibrary} over a table. */
export function createAudioLibrary(deps: { table: Table; clock: Clock }): AudioLibrary {
  const records = recordsOf(deps.table, {
    schema: audioSchema,
    place: ({ id, addedAtMs, trashedAtMs }) => ({
      ...keyOf(id),
      index: {
        pk: trashedAtMs === undefined ? "AUDIO" : "TRASH",
        sk: `${utcOf(trashedAtMs ?? addedAtMs)}#${id}`,
      },
    }),
  });
  const claims = recordsOf(deps.table, { schema: claimSchema, place: ({ sha256 }) => claimKeyOf(sha256) });

  // Few ask for words: a start does without.
  const transcripts = async () => (await import("./transcripts.ts")).createTranscripts(deps.table);
  const notes = createSearchNotes(deps);

  const save: AudioLibrary["save"] = async (audio, ifVersion) => {
    await notes.change(audio.id);
    return records.put(audio, { ifVersion });
  };
  const getAny = (id: AudioId) => records.get(keyOf(id));
  const get = async (id: AudioId) => {
    const found = await getAny(id);
    return found?.value.trashedAtMs === undefined ? found : undefined;
  };

  /** Makes the content ours, or tells whose it is. */
  const claimContent = async ({ sha256, id }: Audio): Promise<AudioId> => {
    for (;;) {
      const found = await claims.get(claimKeyOf(sha256));
      const nowMs = deps.clock.nowMs();
      if (found) {
        const fresh = nowMs - found.value.claimedAtMs < claimStaleAfterMs;
        const owner = await getAny(found.value.audioId);
        const isDoomed = owner?.value.trashedAtMs === doomedAtMs;
        if (!isDoomed && (fresh || owner)) return found.value.audioId;
      }
      const claim = { sha256, audioId: id, claimedAtMs: nowMs };
      const { ok } = await claims.put(claim, found ? { ifVersion: found.version } : { ifAbsent: true });
      if (ok) return id;
    }
  };

  const share = async (id: AudioId, wantedFor: Audio["madeFor"]): Promise<void> => {
    for (;;) {
      const found = await getAny(id);
      if (found === undefined) return;
      const { trashedAtMs, madeFor, ...audio } = found.value;
      const isShared = madeFor !== undefined && madeFor !== wantedFor;
      if (!trashedAtMs && !isShared) return;
      const after = madeFor === undefined || isShared ? audio : { ...audio, madeFor };
      if ((await save(after, found.version)).ok) return;
    }
  };

  return {
    get,
    getAny,
    transcript: async (id) => (await transcripts()).get(id),
    async keepTranscript(id, transcript) {
      await notes.change(id);
      await (await transcripts()).keep(id, transcript);
    },
    async *said(id) {
      yield* (await transcripts()).said(id);
    },
    trash: (page) => records.page({ pk: "TRASH", inIndex: true, ...pageOf(page) }),
    list: (page) => records.page({ pk: "AUDIO", inIndex: true, ...pageOf(page) }),
    all: () => records.all({ pk: "AUDIO", inIndex: true }),
    async bySha256(sha256) {
      const claim = await claims.get(claimKeyOf(sha256));
      const found = claim && (await get(claim.value.audioId));
      return found?.value.sha256 === sha256 ? found : undefined;
    },
    async add(audio) {
      const owner = await claimContent(audio);
      if (owner !== audio.id) {
        await share(owner, audio.madeFor);
        return { ok: false, sameAs: owner };
      }
      await notes.change(audio.id);
      const written = await records.put(audio, { ifAbsent: true });
      return written.ok ? written : { ok: false, sameAs: audio.id };
    },
    save,
    async getMany(wanted) {
      const found = await records.getMany(wanted.map(keyOf));
      return found.filter(({ value }) => value.trashedAtMs === undefined);
    },
    async delete(id, ifVersion) {
      const found = await getAny(id);
      if (found === undefined) return false;
      await notes.change(id);
      if (!(await records.delete(keyOf(id), ifVersion))) return false;
      await (await transcripts()).delete(id);
      const claim = await claims.get(claimKeyOf(found.value.sha256));
      if (claim?.value.audioId === id) await claims.delete(claimKeyOf(found.value.sha256), claim.version);
      return true;
    },
  };
}

function keyOf(id: AudioId) {
  return { pk: `AUDIO#${id}`, sk: "META" };
}

function claimKeyOf(sha256: string) {
  return { pk: `CONTENT#${sha256}`, sk: "AUDIO" };
}
