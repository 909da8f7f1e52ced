import { expect, test } from "vitest";
import { CardId, StoryId } from "../../src/domain/ids.ts";
import { exampleStory } from "../../src/domain/stories/example-story.ts";
import type { Card, CardVersion, CardVersionDetail } from "../../src/http/schema/card.ts";
import type { Page } from "../../src/http/schema/page.ts";
import { deleteStream } from "../../src/usecases/streams/change-stream.ts";
import { startCardWorld } from "./card-world.ts";

const storyId = StoryId("story1");
const silent =
  "It would be silent: what it played was let go. Make the card of its story again, which takes one press.";

/** A card of a story at Yoto, changed once since. */
async function aStorysCard() {
  const world = await startCardWorld();
  const { stores, deps } = world.app;
  await stores.stories.create({ ...exampleStory, id: storyId, sounds: [], createdAtMs: 0, changedAtMs: 0 });
  const chapters = [{ audioId: await world.recording("Bear") }];
  const card = await world.ask<Card>("POST", "/api/cards", { title: "Bedtime", chapters });
  await world.atYoto(card);
  const path = `/api/cards/${card.id}`;
  const found = await stores.cards.get(CardId(card.id));
  if (found?.value.ownStreamId === undefined) throw new Error("it has no list of its own");
  await stores.cards.save({ ...found.value, storyId }, found.version);
  await world.ask("PATCH", path, { title: "Night" });
  await world.ask("POST", `${path}/publish`, {});
  const letGo = () => deleteStream({ ...deps, ...stores }, found.value.ownStreamId as never, { force: true });
  const lastVersion = async () => {
    const { items } = await world.ask<Page<CardVersion>>("GET", `${path}/versions`);
    return `${path}/versions/${items[0]?.atMs}`;
  };
  return { world, card, path, letGo, lastVersion };
}

test("a version whose stream was let go is not brought back to be silent: its story makes the card again", async () => {
  const { world, card, path, letGo, lastVersion } = await aStorysCard();
  await using _ = world;
  const version = await lastVersion();
  expect(await world.ask<CardVersionDetail>("GET", version)).not.toHaveProperty("remakeOf");
  await letGo();
  const looked = await world.ask<CardVersionDetail>("GET", version);
  expect(looked).toMatchObject({ remakeOf: storyId, changes: expect.arrayContaining([silent]) });
  await expect(world.ask("POST", `${version}/restore`, {})).rejects.toThrow("silent");
  expect(await world.ask<Card>("GET", path)).toMatchObject({ title: "Night" });
  expect((await world.mine()).map(({ title }) => title)).toEqual(["Night"]);
  expect(card.title).toBe("Bedtime");
});

test("of a story's card that was deleted with its stream, the last version knows the story, too", async () => {
  const { world, path, lastVersion } = await aStorysCard();
  await using _ = world;
  await world.ask("DELETE", path);
  const version = await lastVersion();
  expect(await world.ask<CardVersionDetail>("GET", version)).toMatchObject({ remakeOf: storyId });
  await expect(world.ask("POST", `${version}/restore`, {})).rejects.toThrow("silent");
  expect(await world.mine()).toEqual([]);
});
