import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { momentOf } from "../../src/domain/time/local-time.ts";
import { type FetchProfileName, fetchProfiles } from "../../src/simulator/player/fetch-profile.ts";
import { lettersOf } from "./ear.ts";
import { type HeardRule, home, hourMs, piecesMs } from "./heard-rule.ts";
import { heardRules } from "./heard-rules.ts";
import { heardTogether } from "./heard-together.ts";
import { type HearingWorld, startHearingWorld } from "./hearing-world.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const profiles = Object.keys(fetchProfiles) as FetchProfileName[];
const rules = Object.entries(heardRules);
/** Three seconds before midnight. */
const eveOf = (date: string) => momentOf(date, 24 * 60 - 1, home) + 57_000;
const dayAfter = (days: number) => new Date(Date.UTC(2030, 0, 7 + days)).toISOString().slice(0, 10);

// One world for all of them: each rule has cards of its own and four days of its own.
let world: HearingWorld;
beforeAll(async () => {
  const players = Object.fromEntries(profiles.map((profile) => [profile, profile]));
  world = await startHearingWorld({ startMs: eveOf("2030-01-06"), players });
});
afterAll(() => world[Symbol.asyncDispose]());

let evenings = 0;
test.each(rules)(
  "%s: so it is heard however a player fetches, though the server is started anew meanwhile",
  async (_, setUp) => isHeard(world, setUp, dayAfter(4 * evenings++)),
);

const ofTheDay = rules.filter(([says]) => /^by time|a day|of the day|calendar/.test(says));
test.each(
  [
    ["the night the clocks go forward", "2030-03-30"],
    ["the night the clocks go back", "2030-10-26"],
  ].flatMap(([night = "", date = ""]) =>
    ofTheDay.map(([says, setUp]) => [says, night, setUp, date] as const),
  ),
)("%s: so it is heard in %s", async (_, __, setUp, date) => {
  const players = { Kitchen: "range-resume", Bedroom: "prefetch-next" } as const;
  await using night = await startHearingWorld({ startMs: eveOf(date) - 10_000, players });
  await isHeard(night, setUp, date);
});

test("two players at once: each hears what is its own, and both what is everybody's", async () => {
  const { players, time } = world;
  await world.waitUntil(time.clock.nowMs() + 10 * hourMs);
  const rows = Object.entries(await heardTogether(world));
  const heard: Record<string, readonly (string | undefined)[]> = {};
  for (let row = 0; row < rows.length; row += players.length / 2) {
    const pairs = await Promise.all(
      rows.slice(row, row + players.length / 2).map(async ([says, { rule, before }], at) => {
        const [one, other] = [players[at * 2], players[at * 2 + 1]];
        const { stream, cardId } = await world.cardOf(rule(one?.id ?? "", other?.id ?? ""));
        await before?.(stream);
        return { says, cardId, one, other, began: [one?.runs.length, other?.runs.length] };
      }),
    );
    for (const { one, cardId } of pairs) one?.insertCard(cardId);
    await time.advance(12_000);
    for (const { other, cardId } of pairs) other?.insertCard(cardId);
    await time.advance(25_000);
    for (const { removeCard } of players) removeCard();
    await time.advance(2_000);
    for (const { says, one, other, began } of pairs)
      heard[says] = [one, other].map((each, at) => each && lettersOf(each.runs.slice(began[at])));
    time.jump(hourMs);
  }
  expect(heard).toEqual(Object.fromEntries(rows.map(([says, { hear }]) => [says, hear])));
});

test("a player in another time zone goes by its own clock, the one at home by the house's", async () => {
  await using far = await startHearingWorld({
    startMs: momentOf("2030-01-07", 20 * 60, home),
    players: { Kitchen: "plain", Bedroom: "plain" },
    zones: { Bedroom: "Pacific/Auckland" },
  });
  const [kitchen, bedroom] = far.players;
  await far.when("the far player's zone", async () =>
    bedroom === undefined ? false : (await far.state(bedroom.id))?.timezone === "Pacific/Auckland",
  );
  const audio = await far.pieces("AB");
  const { stream, cardId } = await far.cardOf({ kind: "calendar", audio, firstDate: "2030-01-07" });
  await kitchen?.visit(cardId, piecesMs(1));
  far.time.jump(60_000);
  await bedroom?.visit(cardId, piecesMs(1));
  expect([kitchen?.letters(), bedroom?.letters()]).toEqual(["A", "B"]);
  const told = await far.server.asks("GET", `/api/streams/${stream.id}/explanation?on=Bedroom`);
  expect(told).toMatchObject({ timeZone: "Pacific/Auckland", timeZoneIs: "the player's" });
  expect(await far.server.asks("GET", `/api/streams/${stream.id}/explanation?on=Kitchen`)).toMatchObject({
    timeZone: "Europe/London",
    timeZoneIs: "the house's",
  });
});

/** Listens to a rule as often as it says, each player with a card of its own, and expects of each what it says. */
async function isHeard(
  world: HearingWorld,
  setUp: (world: HearingWorld) => Promise<HeardRule>,
  date: string,
): Promise<void> {
  const { time, players } = world;
  await world.waitUntil(eveOf(date));
  const { rule, ending, visits } = await setUp(world);
  const another = (at: number) => (at + 1) % players.length;
  const cards: Awaited<ReturnType<HearingWorld["cardOf"]>>[] = [];
  for (const [at, { id }] of players.entries())
    cards.push(await world.cardOf(rule(id, players[another(at)]?.id ?? ""), ending && { ending }));
  const streams = cards.map(({ stream }) => stream);
  const earlier = players.map((): string[] => []);

  for (const [visit, { hears, before, byAnother, ...wanted }] of visits.entries()) {
    const { forMs = piecesMs(1), afterMs = 2 * hourMs, meanwhileMs = forMs / 8 } = wanted;
    const meanwhile = wanted.meanwhile ?? (visit === 0 ? world.restart : () => {});
    if (visit > 0) time.jump(afterMs);
    await before?.(streams);
    const begins = players.map(({ runs }) => runs.length);
    for (const [at, { cardId }] of cards.entries()) players[byAnother ? another(at) : at]?.insertCard(cardId);
    await time.advance(meanwhileMs);
    await meanwhile(streams);
    await time.advance(forMs - meanwhileMs);
    for (const { removeCard } of players) removeCard();
    await time.advance(2_000);
    const told = players.map(({ name, runs }, at) => {
      const now = runs.slice(begins[at]);
      const heard = lettersOf(now);
      const isRight = typeof hears === "string" ? heard === hears : hears(heard, now, earlier[at] ?? []);
      earlier[at]?.push(heard);
      return [name, isRight ? "as it should" : heard];
    });
    expect(Object.fromEntries(told), `visit ${visit + 1}`).toEqual(
      Object.fromEntries(players.map(({ name }) => [name, "as it should"])),
    );
  }
}
