import { expect, test } from "vitest";
import { CardId, StreamId } from "../../src/domain/ids.ts";
import type { Card } from "../../src/http/schema/card.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { YotoTrouble } from "../../src/ports/yoto-trouble.ts";
import { deleteCard } from "../../src/usecases/cards/delete-card.ts";
import { publishCard } from "../../src/usecases/cards/publish-card.ts";
import { deleteStream } from "../../src/usecases/streams/change-stream.ts";
import { startCardWorld } from "./card-world.ts";
import { failureOf } from "./pretend-world.ts";

async function aDraft(world: Awaited<ReturnType<typeof startCardWorld>>): Promise<CardId> {
  const chapters = [{ audioId: await world.recording("Bear") }];
  return CardId(
    (await world.ask<Card>("POST", "/api/cards", { title: "Bedtime", chapters, draft: true })).id,
  );
}

test("a card that is deleted while it is made at Yoto is neither here nor there", async () => {
  await using world = await startCardWorld();
  const id = await aDraft(world);
  const { deps } = world.app;
  const cloud: typeof deps.cloud = {
    ...deps.cloud,
    async writeCard(...call) {
      const made = await deps.cloud.writeCard(...call);
      await deps.cards.delete(id);
      return made;
    },
  };
  expect(await publishCard({ ...deps, cloud }, id)).toEqual({ ok: false, why: "not-found" });
  expect(await world.mine()).toEqual([]);
});

test("a card whose making at Yoto was never heard the end of is deleted there, too", async () => {
  await using world = await startCardWorld();
  const id = await aDraft(world);
  const { deps } = world.app;
  const lost = new YotoTrouble("unavailable", "Yoto did not answer", { answerLost: true });
  let isWritten = false;
  const dying: typeof deps.cloud = {
    ...deps.cloud,
    async writeCard(...call) {
      await deps.cloud.writeCard(...call);
      isWritten = true;
      throw lost;
    },
    async cards(token) {
      if (isWritten) throw lost;
      return deps.cloud.cards(token);
    },
  };
  expect(await failureOf(publishCard({ ...deps, cloud: dying }, id))).toBe(lost);
  expect(await world.mine()).toHaveLength(1);
  expect(await deleteCard(deps, id)).toEqual({ ok: true });
  expect(await world.mine()).toEqual([]);
  expect(await deps.cards.get(id)).toBeUndefined();
});

test("a stream stays when a card that plays it is published while it is being deleted", async () => {
  await using world = await startCardWorld();
  const audio = [await world.recording("Bear")];
  const stream = await world.ask<Stream>("POST", "/api/streams", { title: "Evening", audio });
  const { deps } = world.app;
  let looks = 0;
  const cards: typeof deps.cards = {
    ...deps.cards,
    async *all() {
      yield* deps.cards.all();
      // Nobody plays it; a moment later somebody does.
      if (++looks === 1) await world.ask("POST", "/api/cards", { title: "Evening", streamId: stream.id });
    },
  };
  const deleted = await deleteStream({ ...deps, cards }, StreamId(stream.id), { force: false });
  expect(deleted).toMatchObject({ ok: false, why: "in-use", cards: [{ title: "Evening" }] });
  expect(await world.ask("GET", `/api/streams/${stream.id}`)).toMatchObject({ title: "Evening" });
});
