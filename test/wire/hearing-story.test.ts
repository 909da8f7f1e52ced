import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cardFactsOf } from "../../src/domain/cards/card-facts.ts";
import { AudioId, CardId, PlayerId, StoryId, YotoCardId } from "../../src/domain/ids.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { liveSayings } from "../../src/domain/stories/live-script.ts";
import { type LivePress, liveSlotAfter, liveSlotNames } from "../../src/domain/stories/live-slots.ts";
import type { Passage, Story } from "../../src/domain/stories/story.ts";
import { localTime, type ZoneName } from "../../src/domain/time/local-time.ts";
import { sentenceOf, statisticsView } from "../../src/http/view/history-view.ts";
import { type FetchProfileName, fetchProfiles } from "../../src/simulator/player/fetch-profile.ts";
import { readHistory } from "../../src/usecases/history/read-history.ts";
import { readStatistics } from "../../src/usecases/history/read-statistics.ts";
import { keepLiveStream } from "../../src/usecases/stories/keep-live-stream.ts";
import { type HearingWorld, startHearingWorld } from "./hearing-world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const count = 150;
const asked = "!";
const comesBack = '"';
/** A letter for each room: what can be a title of a recording. */
const letters = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter(
  (letter) => letter > comesBack && /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter) && letter !== "?",
);
const roomAt = (number: number) => letters[number % count] ?? "";
/** Where a press leads from a room. */
const nextRoom = (number: number, press: LivePress) => (2 * number + (press === "L" ? 1 : 2)) % count;
const rooms = Array.from(
  { length: count },
  (_, number): Passage => ({
    name: roomAt(number),
    text: roomAt(number),
    choices: (["L", "R"] as const).map((press) => ({ label: press, to: roomAt(nextRoom(number, press)) })),
  }),
);
const story: Story = {
  id: StoryId("rooms"),
  title: "Rooms",
  voice: { speakers: {}, rate: 1 },
  asksAgain: true,
  passages: rooms,
  sounds: [],
  createdAtMs: 0,
  changedAtMs: 0,
};

/** A card at Yoto with the slots of the story, and the buttons that lead on. */
async function cardWith(world: HearingWorld): Promise<string> {
  const made = new Map<string, AudioId>();
  for (const { key, asks, says } of liveSayings(story) ?? []) {
    const letter = asks === undefined ? says.text : key === "" ? comesBack : asked;
    const [id = ""] = await world.pieces(letter);
    made.set(key, AudioId(id));
  }
  const deps = { ...world.server.deps, ...world.stores, clock: world.clock, chance: world.chance };
  const kept = await keepLiveStream(deps, undefined, story, made);
  if (!kept.ok) throw new Error(kept.problem);
  const { id: streamId, secret } = kept.stream;
  const to = (slot: string) => ({ cmd: "goto", params: { chapterKey: slot, trackKey: slot } });
  const chapters = liveSlotNames.map((slot) => ({
    key: slot,
    title: "Rooms",
    tracks: [
      {
        key: slot,
        title: "Rooms",
        type: "stream",
        format: "mp3",
        trackUrl: `${world.server.url}/s/${secret}/${slot}.mp3`,
        duration: 0,
        events: {
          onLhb: to(liveSlotAfter(slot, "L")),
          onRhb: to(liveSlotAfter(slot, "R")),
          onEnd: { cmd: "stop" },
        },
      },
    ],
  }));
  const { cardId } = world.yoto.cards.put({
    userId: world.account.sub,
    title: "Rooms",
    content: {
      playbackType: "interactive",
      config: { autoadvance: "none", resumeTimeout: 0, onlineOnly: true },
      chapters,
    },
  });
  const [account] = await world.stores.accounts.list();
  if (account === undefined) throw new Error("no family");
  await world.stores.cards.create({
    id: CardId(world.chance.id()),
    title: "Rooms",
    chapters: liveSlotNames.map((slot) => ({
      key: slot,
      title: "Rooms",
      plays: { from: "stream", streamId, slot },
    })),
    published: { accountId: account.value.id, yotoCardId: YotoCardId(cardId), atMs: 0 },
    createdAtMs: 0,
    changedAtMs: 0,
  });
  return cardId;
}

type Player = HearingWorld["players"][number];

/** The rooms a player was in, as it was heard. */
const roomsHeard = (player: Player, from: number) =>
  player.runs
    .slice(from)
    .map(({ letter }) => letter)
    .filter((letter, at, all) => letter !== asked && letter !== all[at - 1]);

function roomsOf(presses: readonly LivePress[]): readonly string[] {
  const numbers = [0];
  for (const press of presses) numbers.push(nextRoom(numbers.at(-1) ?? 0, press));
  return numbers.map(roomAt);
}

const press = (player: Player, way: LivePress) => (way === "L" ? player.pressLeft() : player.pressRight());

const profiles = Object.keys(fetchProfiles) as FetchProfileName[];
let world: HearingWorld;
let cardId: string;
beforeAll(async () => {
  const each = Object.fromEntries(profiles.map((profile) => [profile, profile]));
  world = await startHearingWorld({
    players: { ...each, Anna: "prefetch-next", Ben: "range-resume", Clara: "plain" },
  });
  cardId = await cardWith(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const way: readonly LivePress[] = ["L", "R", "R", "L", "L", "L", "L", "R", "L", "R", "R", "R"];

test.each(profiles)(
  "a story of 150 passages is heard as the buttons were pressed by a player that fetches like %s",
  async (profile) => {
    const player = world.players.find(({ name }) => name === profile) as Player;
    const from = player.runs.length;
    player.insertCard(cardId);
    await world.time.advance(5_000);
    for (const [at, each] of way.entries()) {
      press(player, each);
      // Now the child is quick, now it listens to the question.
      await world.time.advance(at % 4 === 3 ? 20_000 : 4_000);
      if (at === 6) await world.restart();
    }
    player.removeCard();
    await world.time.advance(2_000);
    expect(roomsHeard(player, from)).toEqual(roomsOf(way));
  },
);

test("who puts the card in again may go on where it was", async () => {
  const player = world.players.find(({ name }) => name === "plain") as Player;
  world.time.jump(5 * 3_600_000);
  await world.restart();
  await world.time.advance(5_000);
  const from = player.runs.length;
  player.insertCard(cardId);
  await world.time.advance(5_000);
  player.pressLeft();
  await world.time.advance(4_000);
  player.pressRight();
  await world.time.advance(4_000);
  player.removeCard();
  await world.time.advance(2_000);
  expect(roomsHeard(player, from)).toEqual([comesBack, ...roomsOf([...way, "R"]).slice(-2)]);
});

test("two children in one house with one story each go their own way", async () => {
  const [one, other] = ["Anna", "Ben"].map((named) => world.players.find(({ name }) => name === named)) as [
    Player,
    Player,
  ];
  const from = [one.runs.length, other.runs.length] as const;
  one.insertCard(cardId);
  await world.time.advance(6_000);
  other.insertCard(cardId);
  await world.time.advance(6_000);
  const ways = [
    ["L", "R", "R", "L", "R", "L", "L", "R"],
    ["R", "R", "L", "L", "L", "R", "R", "R"],
  ] as const;
  for (const at of ways[0].keys()) {
    press(one, ways[0][at] ?? "L");
    await world.time.advance(6_000);
    press(other, ways[1][at] ?? "L");
    await world.time.advance(at === 3 ? 30_000 : 6_000);
  }
  one.removeCard();
  other.removeCard();
  await world.time.advance(2_000);
  expect(roomsHeard(one, from[0])).toEqual(roomsOf(ways[0]));
  expect(roomsHeard(other, from[1])).toEqual(roomsOf(ways[1]));
});

test("the history of a story that is told press by press has the card and its title, and each minute is counted once", async () => {
  const player = world.players.find(({ name }) => name === "Clara") as Player;
  const playerId = PlayerId(player.id);
  const startedMs = world.clock.nowMs();
  player.insertCard(cardId);
  await world.time.advance(5_000);
  for (const each of way) {
    press(player, each);
    await world.time.advance(10_000);
  }
  player.removeCard();
  await world.time.advance(5_000);
  const { entries } = await readHistory(world.stores, { playerId }, { limit: 100 });
  const facts = cardFactsOf(YotoCardId(cardId), world.yoto.cards.get(cardId) as unknown as JsonObject);
  const button = { L: "left", R: "right" };
  expect(entries.toReversed().map((entry) => sentenceOf(entry, facts))).toEqual([
    "“Rooms” was put in",
    ...way.map((each) => `Chose the ${button[each]} button: “Rooms”`),
    "“Rooms” was taken out",
  ]);
  const { date } = localTime(startedMs, "UTC" as ZoneName);
  const counted = await readStatistics(world.stores, { from: date, to: date, playerId });
  const wholeMs = world.clock.nowMs() - startedMs;
  expect(counted.listenedMs).toBeLessThanOrEqual(wholeMs);
  expect(counted.listenedMs).toBeGreaterThan(wholeMs * 0.9);
  expect(counted.hours.reduce((sum, each) => sum + each)).toBe(counted.listenedMs);
  const names = { player: () => "Clara", card: () => facts };
  expect(statisticsView(counted, names).cards).toMatchObject([
    {
      title: "Rooms",
      listenedMs: counted.listenedMs,
      starts: 1,
      ends: 0,
      left: [{ times: 1, title: "Rooms" }],
    },
  ]);
});
