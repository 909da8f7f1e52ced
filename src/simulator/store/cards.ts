import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import { hex } from "./accounts.ts";

/** A card as the cloud keeps it: what was posted, plus the server's own fields. */
export type Card = {
  readonly _id: string;
  readonly cardId: string;
  /** `sub` of the maker; `"yoto"` for cards from the shop. */
  readonly userId: string;
  readonly title: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deleted: boolean;
  /** Unknown fields of the body are kept. */
  readonly rest: Readonly<Record<string, unknown>>;
};

export type NewCard = {
  readonly userId: string;
  readonly cardId?: string;
  readonly title: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly rest?: Readonly<Record<string, unknown>>;
};

/** All cards there are. */
export type Cards = {
  /** Makes a card, or replaces the one with this id. */
  put(card: NewCard): Card;
  /** Also deleted ones. */
  get(cardId: string): Card | undefined;
  /** Newest change first; also deleted ones. */
  ofUser(userId: string): readonly Card[];
  list(): readonly Card[];
  /** Puts back what `list` once gave. */
  restore(card: Card): void;
  /** Soft: it stays, marked. */
  delete(cardId: string): void;
};

export function createCards({ clock, chance }: { clock: PretendClock; chance: PretendChance }): Cards {
  const cards = new Map<string, Card>();
  const byUser = new Map<string, Set<string>>();
  let lastUpdateMs = 0;

  /** Later than every earlier one: players compare it to see whether their copy is old. */
  const updateTime = () => {
    lastUpdateMs = Math.max(clock.nowMs(), lastUpdateMs + 1);
    return new Date(lastUpdateMs).toISOString();
  };
  const freeId = () => {
    for (;;) {
      const cardId = chance.alphanumerics(5);
      if (!cards.has(cardId)) return cardId;
    }
  };

  const keep = (card: Card) => {
    cards.set(card.cardId, card);
    byUser.set(card.userId, (byUser.get(card.userId) ?? new Set()).add(card.cardId));
  };

  return {
    put: ({ userId, cardId = freeId(), title, content, metadata = {}, rest = {} }) => {
      const before = cards.get(cardId);
      const now = updateTime();
      const card: Card = {
        _id: before?._id ?? hex(chance, 24),
        cardId,
        userId,
        title,
        content,
        metadata,
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
        deleted: false,
        rest,
      };
      keep(card);
      return card;
    },
    get: (cardId) => cards.get(cardId),
    ofUser: (userId) =>
      [...(byUser.get(userId) ?? [])]
        .flatMap((cardId) => cards.get(cardId) ?? [])
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)),
    list: () => [...cards.values()],
    restore: keep,
    delete: (cardId) => {
      const card = cards.get(cardId);
      if (card !== undefined) cards.set(cardId, { ...card, deleted: true, updatedAt: updateTime() });
    },
  };
}
