import { z } from "zod";

/** What a button or the end of a track does on an interactive card. @see https://yoto.dev/myo/card-content-schema/ */
export type CardCommand =
  | { readonly cmd: "goto"; readonly chapterKey: string; readonly trackKey: string }
  | { readonly cmd: "stop" }
  | { readonly cmd: "repeat" };

export type CardTrigger = "onLhb" | "onRhb" | "onEnd";

export type PlayerTrack = {
  readonly chapterKey: string;
  readonly chapterTitle: string;
  readonly trackKey: string;
  readonly trackTitle: string;
  readonly type: "audio" | "stream";
  readonly url: string;
  readonly format: string;
  readonly durationSeconds: number;
  readonly icon: string | undefined;
  readonly ambient: string | undefined;
  readonly on: Readonly<Partial<Record<CardTrigger, CardCommand>>>;
};

/** A card as a player keeps it: its tracks in one row, each with its chapter. */
export type PlayerCard = {
  readonly cardId: string;
  readonly title: string;
  readonly updatedAt: string;
  readonly interactive: boolean;
  readonly autoadvance: "next" | "repeat" | "none";
  readonly resumeTimeoutSeconds: number;
  readonly onlineOnly: boolean;
  readonly disableTrackNav: boolean;
  readonly disableChapterNav: boolean;
  readonly shuffle: readonly { readonly start: number; readonly end: number; readonly limit: number }[];
  readonly tracks: readonly PlayerTrack[];
};

const text = z.string().catch("");
const yes = z.boolean().catch(false);
const number = z.coerce.number().finite().nonnegative().catch(0);
const icon = z.looseObject({ icon16x16: z.string().nullish() }).nullish().catch(undefined);
const ambient = z.string().nullish().catch(undefined);
const key = z.union([z.string(), z.number().transform(String)]);

const CommandJson = z
  .looseObject({
    cmd: z.string(),
    params: z.looseObject({ chapterKey: z.string(), trackKey: z.string() }).nullish(),
  })
  .transform((json): CardCommand | undefined => {
    if (json.cmd === "stop" || json.cmd === "repeat") return { cmd: json.cmd };
    if (json.cmd !== "goto" || !json.params) return undefined;
    return { cmd: "goto", chapterKey: json.params.chapterKey, trackKey: json.params.trackKey };
  })
  .optional()
  .catch(undefined);

const TrackJson = z.looseObject({
  key,
  title: text,
  trackUrl: z.string(),
  type: z.enum(["audio", "stream"]).catch("audio"),
  format: text,
  duration: number,
  display: icon,
  ambient,
  events: z
    .looseObject({ onLhb: CommandJson, onRhb: CommandJson, onEnd: CommandJson })
    .optional()
    .catch(undefined),
});

const ChapterJson = z.looseObject({
  key,
  title: text,
  display: icon,
  ambient,
  tracks: z.array(TrackJson),
});

const ConfigJson = z.looseObject({
  autoadvance: z.enum(["next", "repeat", "none"]).catch("next"),
  resumeTimeout: z.coerce.number().catch(2_592_000),
  onlineOnly: yes,
  disableTrackNav: yes,
  disableChapterNav: yes,
  shuffle: z.array(z.looseObject({ start: number, end: number, limit: number })).catch([]),
});

const CardJson = z.looseObject({
  cardId: z.string(),
  title: text,
  updatedAt: text,
  content: z.looseObject({
    playbackType: z.string().optional(),
    chapters: z.array(ChapterJson).min(1),
    config: z.preprocess((value) => value ?? {}, ConfigJson),
  }),
});

/** Reads `GET /card/{cardId}`; `undefined` where a player could make nothing of it. */
export function parsePlayerCard(json: unknown): PlayerCard | undefined {
  const parsed = z.looseObject({ card: CardJson }).safeParse(json);
  if (!parsed.success) return undefined;
  const { card } = parsed.data;
  const { config, chapters, playbackType } = card.content;
  const tracks = chapters.flatMap((chapter) =>
    chapter.tracks.map((track): PlayerTrack => {
      const { onLhb, onRhb, onEnd } = track.events ?? {};
      return {
        chapterKey: chapter.key,
        chapterTitle: chapter.title,
        trackKey: track.key,
        trackTitle: track.title,
        type: track.type,
        url: track.trackUrl,
        format: track.format,
        durationSeconds: track.duration,
        icon: track.display?.icon16x16 ?? chapter.display?.icon16x16 ?? undefined,
        ambient: track.ambient ?? chapter.ambient ?? undefined,
        on: { ...(onLhb && { onLhb }), ...(onRhb && { onRhb }), ...(onEnd && { onEnd }) },
      };
    }),
  );
  if (tracks.length === 0) return undefined;
  return {
    cardId: card.cardId,
    title: card.title,
    updatedAt: card.updatedAt,
    interactive: playbackType === "interactive",
    autoadvance: config.autoadvance,
    resumeTimeoutSeconds: config.resumeTimeout,
    onlineOnly: config.onlineOnly,
    disableTrackNav: config.disableTrackNav,
    disableChapterNav: config.disableChapterNav,
    shuffle: config.shuffle,
    tracks,
  };
}
