import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import type { Card } from "../domain/cards/card.ts";
import type { CardBackup } from "../domain/cards/card-backup.ts";
import { CardId, StreamId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import { createCardBackups } from "./card-backups.ts";
import { createCards } from "./cards.ts";
import { gather } from "./records.ts";

const cardId = CardId("card1");
const yotoCardId = YotoCardId("abcde");
const accountId = YotoAccountId("auth0|a");

function aCard(more: Partial<Card> = {}): Card {
  return {
    id: cardId,
    title: "Bedtime",
    chapters: [
      {
        key: "01",
        title: "One",
        plays: { from: "stream", streamId: StreamId("s1"), slot: "01" },
        icon: "yoto:#x",
      },
    ],
    createdAtMs: 1,
    changedAtMs: 1,
    ...more,
  };
}

function aBackup(more: Partial<CardBackup> = {}): CardBackup {
  return {
    of: cardId,
    yotoCardId,
    accountId,
    takenAtMs: 1000,
    before: "publishing",
    json: { title: "as it was", unknown: { kept: [1, null] } },
    ...more,
  };
}

onEveryTable("cards", (newGround) => {
  test("a card comes back whole and changes by version", async () => {
    const cards = createCards(newGround().table);
    const published = aCard({
      description: "d",
      author: "a",
      coverUrl: "https://x/c.jpg",
      published: { accountId, yotoCardId, atMs: 5 },
    });
    await cards.create(aCard());
    expect(await cards.create(aCard())).toEqual({ ok: false });
    expect(await cards.save(published, 1)).toEqual({ ok: true, version: 2 });
    expect(await cards.save(aCard(), 1)).toEqual({ ok: false });
    expect(await cards.get(cardId)).toStrictEqual({ value: published, version: 2 });
  });

  test("cards are listed by when they were made; a deleted one is not", async () => {
    const cards = createCards(newGround().table);
    for (const [n, id] of ["c", "a", "b"].entries())
      await cards.create(aCard({ id: CardId(id), createdAtMs: n }));
    await cards.delete(CardId("a"));
    expect((await cards.list({ backwards: true })).records.map(({ value }) => value.id)).toEqual(["b", "c"]);
    expect((await gather(cards.all())).map(({ value }) => value.id)).toEqual(["c", "b"]);
  });

  test("backups are all kept, newest first, also two of one millisecond and those of a deleted card", async () => {
    const { table } = newGround();
    const [cards, backups] = [createCards(table), createCardBackups(table)];
    await cards.create(aCard());
    await backups.add(aBackup());
    expect((await backups.add(aBackup({ before: "again" }))).takenAtMs).toBe(1001);
    await backups.add(aBackup({ takenAtMs: 5000, before: "deleting" }));
    await cards.delete(cardId);
    const { records } = await backups.of(cardId);
    expect(records.map(({ value }) => value.before)).toEqual(["deleting", "again", "publishing"]);
    expect((await backups.get(cardId, 1000))?.value).toStrictEqual(aBackup());
    expect((await cards.list()).records).toEqual([]);
  });

  test("a card of the family's that is not ours has its backups under Yoto's id", async () => {
    const backups = createCardBackups(newGround().table);
    await backups.add(aBackup({ of: yotoCardId }));
    expect((await backups.of(yotoCardId)).records).toHaveLength(1);
    expect((await backups.of(cardId)).records).toEqual([]);
  });
});
