import { isDeepStrictEqual } from "node:util";
import type { YotoCardId } from "../../domain/ids.ts";
import { isJsonObject, type Json } from "../../domain/json.ts";
import type { Clock } from "../../ports/clock.ts";
import type { WithYotoToken } from "../../ports/yoto-cloud.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";

type Deps = {
  readonly yoto: Pick<YotoContent, "cards" | "card" | "writeCard">;
  readonly withToken: WithYotoToken;
  readonly clock: Clock;
};
export type CreatedYotoCard = { readonly yotoCardId: YotoCardId; readonly card: YotoCardJson };

const attempts = 3;
/** A request that ran into its time limit may still be at work over there. */
const looksAfterMs = [1_000, 3_000, 8_000];

/**
 * Creates a card at Yoto, once. Creating is not idempotent and its answer can get lost, so before anything is repeated the
 * account's cards are looked through for one that was not there before and plays the same tracks. Throws `YotoTrouble`; with
 * `answerLost` even looking was impossible, and the card may exist.
 */
export async function createYotoCard(deps: Deps, card: YotoCardJson): Promise<CreatedYotoCard> {
  const { yoto, withToken } = deps;
  const { cardId: _, ...fresh } = card;
  const before = new Set((await withToken((token) => yoto.cards(token))).map(({ yotoCardId }) => yotoCardId));
  for (let attempt = 1; ; attempt++) {
    try {
      return await withToken((token) => yoto.writeCard(token, fresh));
    } catch (trouble) {
      if (!(trouble instanceof YotoTrouble) || !trouble.answerLost) throw trouble;
      const found = await lookForIt(deps, fresh, before).catch((blind: unknown) => {
        throw blind instanceof YotoTrouble ? trouble : blind;
      });
      if (found !== undefined) return found;
      if (attempt === attempts) throw trouble;
    }
  }
}

async function lookForIt(
  deps: Deps,
  wanted: YotoCardJson,
  before: ReadonlySet<YotoCardId>,
): Promise<CreatedYotoCard | undefined> {
  for (const pauseMs of looksAfterMs) {
    await deps.clock.sleep(pauseMs);
    const found = await findYotoCard(deps, wanted, before);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A card of the account with this title that plays the same tracks and is none of `others`. Throws `YotoTrouble`. */
export async function findYotoCard(
  { yoto, withToken }: Pick<Deps, "withToken"> & { readonly yoto: Pick<YotoContent, "cards" | "card"> },
  wanted: YotoCardJson,
  others: ReadonlySet<YotoCardId>,
): Promise<CreatedYotoCard | undefined> {
  const cards = await withToken((token) => yoto.cards(token));
  for (const { yotoCardId, title, deleted } of cards) {
    if (others.has(yotoCardId) || deleted || title !== wanted["title"]) continue;
    const card = await withToken((token) => yoto.card(token, yotoCardId));
    if (card !== undefined && isDeepStrictEqual(tracksOf(card), tracksOf(wanted)))
      return { yotoCardId, card };
  }
  return undefined;
}

/** The addresses of all tracks in order; those of our streams occur nowhere else in the world. */
function tracksOf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap((each: Json) => tracksOf(each));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === "trackUrl" && typeof each === "string" ? [each] : tracksOf(each),
  );
}
