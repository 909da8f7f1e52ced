import { expect, test, vi } from "vitest";
import { momentOf } from "../../src/domain/time/local-time.ts";
import { type FetchProfileName, fetchProfiles } from "../../src/simulator/player/fetch-profile.ts";
import { pieceMs, startHearingWorld } from "./hearing-world.ts";

vi.setConfig({ testTimeout: 60_000 });

const profiles = Object.keys(fetchProfiles) as FetchProfileName[];
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A piece to its end, and a moment. */
const toTheEndMs = pieceMs + 3_000;

test.each(profiles)(
  "%s: each visit hears the next one, whole, and after the last the first",
  async (profile) => {
    await using world = await startHearingWorld({ players: { Kitchen: profile } });
    const [kitchen] = world.players;
    const audio = await world.pieces("ABC");
    const { cardId } = await world.cardOf({ kind: "queue", audio, slots: "next" });
    for (let visit = 0; visit < 4; visit++) {
      await kitchen?.visit(cardId, toTheEndMs);
      await world.time.advance(minuteMs);
    }
    expect(kitchen?.letters()).toBe("ABCA");
  },
);

test.each(profiles)(
  "%s: a list changed while a child listens lets the track end and plays the new one next",
  async (profile) => {
    await using world = await startHearingWorld({ players: { Kitchen: profile } });
    const [kitchen] = world.players;
    const { stream, cardId } = await world.cardOf({ kind: "fixed-list", audio: await world.pieces("ABC") });
    kitchen?.insertCard(cardId);
    await world.time.advance(pieceMs / 3);
    await world.server.asks("PATCH", `/api/streams/${stream.id}`, { audio: await world.pieces("XYZ") });
    await world.time.advance(3 * pieceMs);
    expect(kitchen?.letters()).toBe("AYZ");
    expect(kitchen?.heard.map(({ how }) => how)).toEqual(["ended", "ended", "ended"]);
  },
);

test.each(profiles)("%s: pieces that are joined are heard as one, to the frame", async (profile) => {
  await using world = await startHearingWorld({ players: { Kitchen: profile } });
  const [kitchen] = world.players;
  const { cardId } = await world.cardOf({ kind: "queue", audio: await world.pieces("ABC"), slots: "joined" });
  await kitchen?.visit(cardId, 3 * pieceMs + 3_000);
  expect(kitchen?.heard).toMatchObject([{ frames: 1200, how: "ended" }]);
  expect(kitchen?.letters()).toBe("ABC");
});

test.each(profiles)("%s: mixed anew, every listening hears every piece once", async (profile) => {
  await using world = await startHearingWorld({ players: { Kitchen: profile } });
  const [kitchen] = world.players;
  const audio = await world.pieces("ABCDE");
  const { cardId } = await world.cardOf({ kind: "queue", audio, order: "shuffle" });
  for (let visit = 0; visit < 2; visit++) {
    await kitchen?.visit(cardId, 5 * pieceMs + 3_000);
    await world.time.advance(minuteMs);
  }
  const heard = kitchen?.letters() ?? "";
  expect([...heard.slice(0, 5)].toSorted().join("")).toBe("ABCDE");
  expect([...heard.slice(5)].toSorted().join("")).toBe("ABCDE");
});

test.each(profiles)("%s: each player hears its own list, both at once", async (profile) => {
  await using world = await startHearingWorld({ players: { Kitchen: profile, Bedroom: profile } });
  const [kitchen, bedroom] = world.players;
  const joined = async (letters: string) => ({ audio: await world.pieces(letters), slots: "joined" });
  const { cardId } = await world.cardOf({
    kind: "by-player",
    branches: [
      { players: [kitchen?.id], plays: await joined("ABC") },
      { players: [bedroom?.id], plays: await joined("XYZ") },
    ],
    otherwise: await joined("O"),
  });
  kitchen?.insertCard(cardId);
  await world.time.advance(12_000);
  bedroom?.insertCard(cardId);
  await world.time.advance(3 * pieceMs + 3_000);
  expect([kitchen?.letters(), bedroom?.letters()]).toEqual(["ABC", "XYZ"]);
});

const london = "Europe/London";
test.each([
  ["an ordinary night", "2030-01-07"],
  ["the night the clocks go forward", "2030-03-30"],
  ["the night the clocks go back", "2030-10-26"],
])("a calendar turns its page at midnight: %s", async (_, date) => {
  await using world = await startHearingWorld({
    startMs: momentOf(date, 23 * 60 + 50, london),
    players: { Kitchen: "plain" },
  });
  const [kitchen] = world.players;
  const audio = await world.pieces("ABCD");
  const { cardId } = await world.cardOf({ kind: "calendar", audio, firstDate: date });
  await kitchen?.visit(cardId, toTheEndMs);
  world.time.jump(10 * minuteMs);
  await kitchen?.visit(cardId, toTheEndMs);
  await kitchen?.visit(cardId, toTheEndMs);
  // Six in the evening of the same day, whether it has 23, 24 or 25 hours.
  world.time.jump(momentOf(nextDay(date), 18 * 60, london) - world.time.clock.nowMs());
  await kitchen?.visit(cardId, toTheEndMs);
  world.time.jump(8 * hourMs);
  await kitchen?.visit(cardId, toTheEndMs);
  expect(kitchen?.letters()).toBe("ABBBC");
});

test("a track that began before midnight is the evening's to its end, however often it is asked for", async () => {
  await using world = await startHearingWorld({
    startMs: momentOf("2030-01-07", 23 * 60 + 59, london),
    players: { Kitchen: "range-resume" },
  });
  const [kitchen] = world.players;
  const [evening, night] = await world.pieces("EN");
  const { cardId } = await world.cardOf({
    kind: "by-time",
    branches: [{ window: { from: "00:00", to: "06:00" }, plays: { audio: [night] } }],
    otherwise: { audio: [evening] },
  });
  const untilMidnightMs = momentOf("2030-01-08", 0, london) - world.time.clock.nowMs();
  await world.time.advance(untilMidnightMs - 1_000);
  await kitchen?.visit(cardId, toTheEndMs);
  await kitchen?.visit(cardId, toTheEndMs);
  expect(kitchen?.letters()).toBe("EN");
});

test("a chapter a day: the same all day, the next on the next day, also across a restart of the server", async () => {
  await using world = await startHearingWorld({ players: { Kitchen: "plain" } });
  const [kitchen] = world.players;
  const { cardId } = await world.cardOf({ kind: "chapter-a-day", audio: await world.pieces("ABC") });
  await kitchen?.visit(cardId, toTheEndMs);
  world.time.jump(3 * hourMs);
  await kitchen?.visit(cardId, toTheEndMs);
  world.restart();
  world.time.jump(24 * hourMs);
  await kitchen?.visit(cardId, toTheEndMs);
  expect(kitchen?.letters()).toBe("AAB");
});

test("a restart in the middle of a track is not heard, and the next visit knows what was before", async () => {
  await using world = await startHearingWorld({ players: { Kitchen: "range-resume" } });
  const [kitchen] = world.players;
  const { cardId } = await world.cardOf({ kind: "queue", audio: await world.pieces("ABC"), slots: "next" });
  kitchen?.insertCard(cardId);
  await world.time.advance(2_000);
  world.restart();
  await world.time.advance(toTheEndMs);
  kitchen?.removeCard();
  await world.time.advance(2_000);
  await kitchen?.visit(cardId, toTheEndMs);
  expect(kitchen?.letters()).toBe("AB");
});

test("a book left in the kitchen goes on in the bedroom, ten seconds before where it was left", async () => {
  await using world = await startHearingWorld({ players: { Kitchen: "plain", Bedroom: "plain" } });
  const [kitchen, bedroom] = world.players;
  const { stream, cardId } = await world.cardOf({ kind: "book", audio: await world.pieces("ABCDEF") });
  await kitchen?.visit(cardId, 35_000);
  world.time.jump(10 * minuteMs);
  const { slots } = await world.server.asks<{ slots: { fromSeconds: number; sentence: string }[] }>(
    "GET",
    `/api/streams/${stream.id}/explanation`,
  );
  expect(slots[0]?.sentence).toMatch(/plays “C” and 3 more, because it was left 0:0\d into piece 3 of 6/);
  await bedroom?.visit(cardId, 60_000);
  const heard = bedroom?.heard.at(-1);
  expect(heard?.how).toBe("ended");
  // Of 62.7 s, 35 were heard in the kitchen and 10 of them again.
  expect(heard?.seconds).toBeGreaterThan(35);
  expect(heard?.seconds).toBeLessThan(41);
});

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * hourMs).toISOString().slice(0, 10);
}
