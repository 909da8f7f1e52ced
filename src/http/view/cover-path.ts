/** Where our screens get a card's cover from. */
export function coverPath(yotoCardId: string): string {
  return `/api/library/covers/${encodeURIComponent(yotoCardId)}`;
}
