/** Where our screens get a card's cover from. */
export function coverPath(yotoCardId: string): string {
  return `/api/library/covers/${encodeURIComponent(yotoCardId)}`;
}

/** Where our screens get the cover of a card of ours from, also before Yoto shows it; another cover has another path. */
export function cardCoverPath(cardId: string, coverUrl: string): string {
  const mark = coverUrl.replace(/[^A-Za-z0-9]/g, "").slice(-16);
  return `/api/cards/${encodeURIComponent(cardId)}/cover?is=${mark}`;
}
