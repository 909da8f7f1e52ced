import type { Card } from "../../domain/cards/card.ts";
import type { YotoAccountId } from "../../domain/ids.ts";
import type { Finding } from "../../domain/play-check/finding.ts";
import { type YotoTrack, yotoTracksOf } from "../../domain/play-check/yoto-tracks.ts";
import type { Pictures } from "../../ports/pictures.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { IconShelf } from "../pictures/icon-shelf.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";

export type LookAtYotoDeps = {
  readonly tokens: TokenDeps;
  readonly cloud: Pick<YotoContent, "card">;
  readonly icons: Pick<IconShelf, "find">;
  readonly pictures: Pictures;
};

/** Whether the card stands at Yoto as it would be written now, with pictures that are there. */
export async function lookAtYoto(
  deps: LookAtYotoDeps,
  card: Card,
  urls: ReadonlyMap<string, string>,
): Promise<readonly Finding[]> {
  const { published } = card;
  if (published === undefined)
    return [
      {
        is: "warn",
        code: "not-published",
        message: "Yoto does not have this card yet, so no player can play it.",
        next: "Publish it.",
      },
    ];
  try {
    const { accountId, yotoCardId } = published;
    const json = await withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.card(token, yotoCardId));
    if (json === undefined)
      return [
        {
          is: "bad",
          code: "gone-at-yoto",
          message: "Yoto no longer has this card.",
          next: "Publish it again; link it to the physical card anew in Yoto's app.",
        },
      ];
    const there = new Map(yotoTracksOf(json).map((track) => [track.chapterKey, track]));
    return [
      ...[...urls].flatMap(([key, url]) => oldAddress(there.get(key), url)),
      ...(await lookAtPictures(deps, accountId, card)),
    ];
  } catch (trouble) {
    if (!(trouble instanceof YotoTrouble)) throw trouble;
    return [
      {
        is: "unsure",
        code: "yoto-silent",
        message: "Yoto did not tell how the card stands there.",
        next: trouble.message,
      },
    ];
  }
}

function oldAddress(there: YotoTrack | undefined, url: string): readonly Finding[] {
  if (there === undefined || !there.isStream || there.url === url) return [];
  return [
    {
      is: "bad",
      code: "old-address",
      message: `“${there.title}”: the card at Yoto still sends players to an address that is no longer ours to answer.`,
      next: "Publish the card again.",
      chapterKey: there.chapterKey,
    },
  ];
}

async function lookAtPictures(
  deps: LookAtYotoDeps,
  accountId: YotoAccountId,
  card: Card,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { coverUrl } = card;
  if (coverUrl !== undefined && URL.canParse(coverUrl)) {
    const isThere = await deps.pictures.fetch(new URL(coverUrl)).catch(() => undefined);
    if (isThere === undefined)
      findings.push({
        is: "warn",
        code: "cover-gone",
        message: "Its cover cannot be fetched.",
        next: "Give the card another cover.",
      });
  }
  for (const { key, title, icon } of card.chapters) {
    const mediaId = icon?.replace(/^yoto:#/, "");
    if (mediaId === undefined || (await deps.icons.find(accountId, mediaId)) !== undefined) continue;
    findings.push({
      is: "warn",
      code: "icon-gone",
      message: `“${title}”: Yoto does not know its icon.`,
      next: "Choose another icon.",
      chapterKey: key,
    });
  }
  return findings;
}
