import { type Card, playsNow } from "../../domain/cards/card.ts";
import { type FitProblem, fitProblems } from "../../domain/cards/card-fit.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import { type SlotSound, type SlotSoundDeps, slotSound } from "../streams/slot-sound.ts";

/** A chapter as things stand: what it would play, how long, and whether the copy at Yoto is of that. */
export type ChapterLook = {
  readonly key: string;
  /** Where players get it from now. */
  readonly playsFrom: "here" | "yoto";
  /** Where it is: only here, only at Yoto, or at both. */
  readonly keptAt: "here" | "yoto" | "both";
  /** What the slot plays now; absent for Yoto's own audio and when recordings are gone. */
  readonly sound?: SlotSound;
  readonly seconds?: number;
  readonly bytes?: number;
  /** There is a copy at Yoto, but the slot would play something else by now. */
  readonly stale: boolean;
  /** Nothing would play: the stream or its recordings are gone. */
  readonly silent: boolean;
};

export type CardLook = {
  readonly chapters: readonly ChapterLook[];
  /** What keeps the card from being brought to Yoto whole. */
  readonly problems: readonly FitProblem[];
};

/** Looks at every chapter of a card of ours: a few reads per chapter, no call of Yoto. */
export async function lookOverCard(deps: SlotSoundDeps, card: Card): Promise<CardLook> {
  const chapters = await Promise.all(
    card.chapters.map(async (chapter): Promise<ChapterLook> => {
      const { key, plays, baked } = chapter;
      const playsFrom = playsNow(card, chapter).from === "yoto" ? "yoto" : "here";
      if (plays.from === "yoto") {
        const { seconds, bytes } = plays;
        return { key, playsFrom, keptAt: "yoto", seconds, bytes, stale: false, silent: false };
      }
      const sound = await slotSound(deps, plays.streamId, plays.slot);
      return {
        key,
        playsFrom,
        keptAt: sound === undefined && baked ? "yoto" : baked ? "both" : "here",
        ...(sound && { sound, seconds: sound.seconds, bytes: sound.map.bytes }),
        stale: baked !== undefined && sound?.changes === false && baked.contents !== sound.contents,
        silent: sound === undefined && playsFrom === "here",
      };
    }),
  );
  const limits = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  const sizes = card.chapters.map(({ key, title }, at) => ({
    key,
    title,
    seconds: chapters[at]?.seconds ?? 0,
    bytes: chapters[at]?.bytes ?? 0,
  }));
  return { chapters, problems: [...(await toldFromHere(deps, card)), ...fitProblems(sizes, limits)] };
}

/** A story that is too large for a card has its place here and nowhere else. */
async function toldFromHere({ streams }: SlotSoundDeps, { chapters }: Card): Promise<readonly FitProblem[]> {
  const ids = new Set(chapters.flatMap(({ plays }) => (plays.from === "stream" ? [plays.streamId] : [])));
  const rules = await Promise.all([...ids].map(async (id) => (await streams.get(id))?.value.rule.kind));
  if (!rules.includes("story")) return [];
  const message =
    "Its story is too large for a card, so your server tells it while it plays: it needs internet, also on a trip, and cannot be brought to Yoto. Make the story smaller, make two of it, or take another card along.";
  return [{ code: "told-from-here", message }];
}
