import type { Cloud } from "../cloud.ts";
import type { Account } from "../store/accounts.ts";
import type { Card } from "../store/cards.ts";
import { type PostedCard, trackCount } from "./card-schema.ts";
import { badRequest, notFound } from "./refused.ts";

/** `yoto:#<hash>` with the 43 characters of a base64url SHA-256. */
const mediaLink = /^yoto:#([\w-]{43})$/;

type Deps = Pick<Cloud, "cards" | "media" | "switches">;

/**
 * What `POST /content` does with a card in good form: creates it, or replaces the one it names; adds the fields the
 * server adds and corrects length and size of audio tracks to those of the real artifact.
 */
export function keepCard(
  { cards, media, switches }: Deps,
  account: Account,
  posted: PostedCard,
  options: { readonly bulk: boolean; readonly skipMediaFileCheck: boolean },
): Card {
  const { cardId, title, content, metadata, ...rest } = posted;
  if (!options.bulk && trackCount(posted) > switches.maxTracksPerCard)
    throw badRequest(`track count is limited to ${switches.maxTracksPerCard}`);

  if (cardId !== undefined) {
    const before = cards.get(cardId);
    if (before?.userId !== account.sub) throw notFound(`Card ${cardId} does not exist.`);
    if (before.deleted) throw badRequest("Deleted card cannot be restored");
  }

  const chapters = content.chapters.map((chapter) => ({
    ...chapter,
    tracks: chapter.tracks.map((track) => {
      const hash = mediaLink.exec(track.trackUrl)?.[1];
      if (hash === undefined) return track;
      const artifact = media.get(hash);
      if (artifact !== undefined)
        return { ...track, duration: Math.round(artifact.seconds), fileSize: artifact.bytes.length };
      if (options.skipMediaFileCheck) return track;
      throw badRequest(`Media file ${hash} does not exist.`);
    }),
  }));

  return cards.put({
    userId: account.sub,
    ...(cardId === undefined ? {} : { cardId }),
    title,
    content: {
      playbackType: "linear",
      ...content,
      config: { resumeTimeout: 2_592_000, ...content.config },
      chapters,
    },
    metadata: {
      authors: [],
      narrators: [],
      copyrights: [],
      accents: [],
      abridged: false,
      ...metadata,
    },
    rest: withoutServerFields(rest),
  });
}

const serverFields = new Set(["_id", "userId", "createdAt", "updatedAt", "deleted"]);

function withoutServerFields(fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !serverFields.has(name)));
}
