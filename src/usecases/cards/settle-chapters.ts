import { type Card, type CardChapter, chapterKeyAt, type YotoAudio } from "../../domain/cards/card.ts";
import type { AudioId, StreamId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { isJsonObject, type Json, type JsonObject } from "../../domain/json.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { StreamDeps } from "../streams/make-stream.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { ownSlots } from "./own-slots.ts";

/** A chapter as it is wished for: one that is there, or something that is put on the card. */
export type ChapterWish = {
  readonly title?: string | undefined;
  /** `yoto:#<mediaId>`; empty: none of its own. */
  readonly icon?: string | undefined;
} & (
  | { readonly key: string }
  | { readonly audioId: AudioId }
  /** Without a slot: all slots of the stream. */
  | { readonly streamId: StreamId; readonly slot?: string | undefined }
  /** A card of the family's that was made elsewhere; without a place (from 0) all its chapters. */
  | { readonly yotoCardId: YotoCardId; readonly place?: number | undefined }
);

export type SettleDeps = StreamDeps & {
  readonly accounts: YotoAccounts;
  readonly cloud: Pick<YotoContent, "card">;
  readonly tokens: TokenDeps;
};

export type ChaptersSettled =
  | { readonly ok: true; readonly chapters: readonly CardChapter[]; readonly ownStreamId?: StreamId }
  /** What could not be found, by its place in the wishes. */
  | {
      readonly ok: false;
      readonly problems: readonly { readonly field: string; readonly problem: string }[];
    };

/**
 * Makes chapters of wishes. Recordings are put into the card's own stream, which is made for the first one; what was on the
 * card keeps its key wherever it goes, because players remember by it. Throws `YotoTrouble`.
 */
export async function settleChapters(
  deps: SettleDeps,
  card: Pick<Card, "title" | "chapters" | "ownStreamId" | "published">,
  wishes: readonly ChapterWish[],
  accountId?: YotoAccountId,
): Promise<ChaptersSettled> {
  const problems: { field: string; problem: string }[] = [];
  const audioIds = wishes.flatMap((wish) => ("audioId" in wish ? [wish.audioId] : []));
  const recordings = new Map(
    (await deps.audio.getMany([...new Set(audioIds)])).map(({ value }) => [value.id, value]),
  );
  const wrong = (at: number, problem: string) => void problems.push({ field: `chapters.${at}`, problem });
  for (const [at, wish] of wishes.entries()) {
    if ("audioId" in wish && !recordings.has(wish.audioId))
      wrong(
        at,
        `plays a recording that the library does not have any more (${wish.audioId}): choose another one`,
      );
    if ("key" in wish && !card.chapters.some(({ key }) => key === wish.key))
      wrong(at, `is not on the card any more (${wish.key}): load the card again`);
  }
  if (problems.length > 0) return { ok: false, problems };

  const own = await ownSlots(deps, card, audioIds);
  const taken = new Set(card.chapters.map(({ key }) => key));
  let next = 0;
  const newKey = () => {
    while (taken.has(chapterKeyAt(next))) next += 1;
    const key = chapterKeyAt(next);
    taken.add(key);
    return key;
  };
  const chapters: CardChapter[] = [];
  for (const [at, wish] of wishes.entries()) {
    const dress = (chapter: CardChapter): CardChapter => dressed(chapter, wish);
    if ("key" in wish) {
      const chapter = card.chapters.find(({ key }) => key === wish.key);
      if (chapter !== undefined) chapters.push(dress(chapter));
    } else if ("audioId" in wish) {
      if (own.streamId === undefined) continue;
      const plays = { from: "stream", streamId: own.streamId, slot: own.slotOf(wish.audioId) } as const;
      const title = recordings.get(wish.audioId)?.title ?? "";
      chapters.push(dress({ key: newKey(), title: fitting(title), plays }));
    } else if ("streamId" in wish) {
      const found = await slotsOf(deps, wish.streamId, card.chapters.length === 0 ? card.title : undefined);
      const slots = found?.slots.filter(({ slot }) => wish.slot === undefined || slot === wish.slot) ?? [];
      if (slots.length === 0)
        wrong(at, "plays a stream or slot that is not there any more: choose another one");
      for (const { slot, title } of slots)
        chapters.push(
          dress({ key: newKey(), title, plays: { from: "stream", streamId: wish.streamId, slot } }),
        );
    } else {
      const found = await tracksAtYoto(deps, wish.yotoCardId, accountId ?? card.published?.accountId);
      const tracks = found.filter(({ place }) => wish.place === undefined || place === wish.place);
      if (tracks.length === 0)
        wrong(at, `plays audio that Yoto does not keep on card ${wish.yotoCardId}: choose another one`);
      for (const { title, icon, audio } of tracks)
        chapters.push(
          dress({
            key: newKey(),
            title: fitting(title),
            plays: { from: "yoto", ...audio },
            ...(icon && { icon }),
          }),
        );
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, chapters, ...(own.streamId && { ownStreamId: own.streamId }) };
}

function dressed(chapter: CardChapter, { title, icon }: Pick<ChapterWish, "title" | "icon">): CardChapter {
  const { icon: before, ...bare } = { ...chapter, ...(title !== undefined && { title }) };
  const wanted = icon ?? before;
  return { ...bare, ...(wanted !== undefined && wanted !== "" && { icon: wanted }) };
}

const fitting = (title: string) => (title.trim() === "" ? "Untitled" : title.trim().slice(0, 100));

/** What changes from day to day, or is several pieces in one, goes by the name of the new card, else the stream's. */
async function slotsOf(deps: SettleDeps, streamId: StreamId, name: string | undefined) {
  const stream = (await deps.streams.get(streamId))?.value;
  if (stream === undefined) return undefined;
  const fixed = stream.rule.kind === "fixed-list" ? stream.rule.audio : [];
  const titles = new Map((await deps.audio.getMany(fixed)).map(({ value }) => [value.id, value.title]));
  const names = slotNamesOf(stream);
  return {
    slots: names.map((slot, at) => {
      const piece = fixed[at];
      const called = name ?? stream.title;
      const numbered = names.length === 1 ? called : `${called} ${at + 1}`;
      return { slot, title: fitting((piece && titles.get(piece)) ?? numbered) };
    }),
  };
}

type TrackAtYoto = {
  readonly place: number;
  readonly title: string;
  readonly icon?: string;
  readonly audio: YotoAudio;
};

/** The audio on a card of the family's, track by track, that Yoto keeps; streams of others are left out. */
async function tracksAtYoto(
  deps: SettleDeps,
  yotoCardId: YotoCardId,
  named: YotoAccountId | undefined,
): Promise<readonly TrackAtYoto[]> {
  const which = await whichAccount(deps, named);
  if (!which.ok) return [];
  const json = await withYotoAccount(deps.tokens, which.account.id, (token) =>
    deps.cloud.card(token, yotoCardId),
  );
  return json === undefined ? [] : tracksKeptOn(json);
}

/** The tracks of a card's JSON that play audio which Yoto keeps. `place` is the chapter's, from 0. */
function tracksKeptOn(json: JsonObject): readonly TrackAtYoto[] {
  const content = json["content"];
  const chapters = isJsonObject(content) ? objects(content["chapters"]) : [];
  return chapters.flatMap((chapter, place) =>
    objects(chapter["tracks"]).flatMap((track) => {
      const mediaId = /^yoto:#([\w-]{43})$/.exec(textOf(track["trackUrl"]))?.[1];
      if (mediaId === undefined) return [];
      const channels = track["channels"];
      const icon = isJsonObject(chapter["display"]) ? textOf(chapter["display"]["icon16x16"]) : "";
      const { duration, fileSize } = track;
      return [
        {
          place,
          title: textOf(track["title"]) || textOf(chapter["title"]),
          ...(icon.startsWith("yoto:#") && { icon }),
          audio: {
            mediaId,
            format: textOf(track["format"]) || "opus",
            seconds: typeof duration === "number" ? duration : 0,
            bytes: typeof fileSize === "number" ? fileSize : 0,
            ...((channels === "mono" || channels === "stereo") && { channels }),
          },
        },
      ];
    }),
  );
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
const textOf = (value: Json | undefined) => (typeof value === "string" ? value : "");
