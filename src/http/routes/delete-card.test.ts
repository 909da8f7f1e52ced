import { expect, test } from "vitest";
import { anApp } from "../../../test/http/an-app.ts";
import { CardId } from "../../domain/ids.ts";

test("a card that somebody changed since it was shown is not deleted with what they did, unless insisted on", async () => {
  const { ask, setUp, stores, clock } = anApp();
  const cookie = await setUp();
  const nowMs = clock.nowMs();
  const card = { id: CardId("bear"), title: "Bear", chapters: [], createdAtMs: nowMs, changedAtMs: nowMs };
  await stores.cards.create(card);
  const found = await stores.cards.get(card.id);
  await stores.cards.save({ ...card, title: "Big bear", changedAtMs: nowMs + 1 }, found?.version ?? 0);

  const remove = (query: string) => ask("DELETE", `/api/cards/bear${query}`, { cookie });
  const late = await remove(`?ifChangedAtMs=${nowMs}`);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ error: { code: "changed-meanwhile" } });
  expect((await stores.cards.get(card.id))?.value.title).toBe("Big bear");
  expect((await remove("")).status).toBe(204);
  expect(await stores.cards.get(card.id)).toBeUndefined();
});
