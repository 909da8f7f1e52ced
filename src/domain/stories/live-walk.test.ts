import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LivePress, liveSlotAfter, liveSlotNames, liveStart } from "./live-slots.ts";
import { type LiveStory, type LiveWalk, placeIn, tellLive } from "./live-walk.ts";

/** A story in which each way leads somewhere else: what is heard tells every press there ever was. */
type Way = { readonly presses: string };
const story: LiveStory<Way> = {
  begin: () => ({ presses: "" }),
  after: ({ presses }, press) => ({ presses: presses + press }),
  comeBack: ({ presses }) => ({ presses: `${presses}?` }),
};

/** The server's side: what it remembers of a listener, and what it answers. */
function aServer() {
  let walk: LiveWalk<Way> | undefined;
  return {
    get: (slot: string) => {
      const telling = tellLive(story, walk, slot);
      // As it comes back from a table.
      walk = JSON.parse(JSON.stringify(telling.walk)) as LiveWalk<Way>;
      return telling.state.presses;
    },
    place: () => walk && placeIn(walk)?.presses,
    size: () => JSON.stringify(walk).length,
  };
}

type Habits = {
  /** Asks for what it plays so many times more. */
  readonly again?: number;
  /** Is switched off and on again before the next press, and goes on with the same chapter. */
  readonly powerCycle?: boolean;
  readonly ahead?: readonly LivePress[];
  /** Plays what it fetched ahead, without asking again. */
  readonly playsAhead?: boolean;
};

/** A child presses, a player fetches as it does. What is heard after each press. */
function heardBy(presses: readonly LivePress[], habitsAt: (at: number) => Habits) {
  const server = aServer();
  const heard: string[] = [];
  let ahead = new Map<string, string>();
  let slot = liveStart;
  for (const [at, press] of [undefined, ...presses].entries()) {
    const habits = habitsAt(at);
    if (press !== undefined) slot = liveSlotAfter(slot, press);
    const kept = habits.playsAhead === true ? ahead.get(slot) : undefined;
    heard.push(kept ?? server.get(slot));
    for (let times = 0; times < (habits.again ?? 0); times += 1) expect(server.get(slot)).toBe(heard.at(-1));
    ahead = new Map();
    for (const next of habits.ahead ?? []) {
      const nextSlot = liveSlotAfter(slot, next);
      ahead.set(nextSlot, server.get(nextSlot));
    }
    if (habits.powerCycle === true) {
      ahead = new Map();
      heard[heard.length - 1] = server.get(slot);
    }
    expect(server.size()).toBeLessThan(40 * 6 + 6 * presses.length);
  }
  return heard;
}

const press = fc.constantFrom<LivePress>("L", "R");
const manyPresses = fc.array(press, { minLength: 1, maxLength: 60 });
const truth = (presses: readonly LivePress[]) =>
  ["", ...presses].map((_, at) => presses.slice(0, at).join(""));

describe.each<[string, fc.Arbitrary<Habits>]>([
  ["asks once", fc.constant({})],
  ["asks again, or for the rest", fc.record({ again: fc.nat(3) })],
  ["is switched off in between", fc.record({ powerCycle: fc.boolean(), again: fc.nat(1) })],
  [
    "fetches both ways ahead and asks again",
    fc.record({
      again: fc.nat(2),
      powerCycle: fc.boolean(),
      ahead: fc.constantFrom<readonly LivePress[]>(["L", "R"], ["R", "L"]),
    }),
  ],
  [
    "plays what it fetched ahead",
    fc.record({
      powerCycle: fc.boolean(),
      ahead: fc.constantFrom<readonly LivePress[]>(["L", "R"], ["R", "L"]),
      playsAhead: fc.constant(true),
    }),
  ],
  [
    "does it now this way, now that",
    fc.record({
      again: fc.nat(2),
      powerCycle: fc.boolean(),
      ahead: fc.constantFrom<readonly LivePress[]>([], ["L", "R"], ["R", "L"], ["L"], ["R"]),
      playsAhead: fc.boolean(),
    }),
  ],
])("a player that %s", (_, habits) => {
  test("tells every press right, whatever the child does", () => {
    fc.assert(
      fc.property(manyPresses, fc.array(habits, { minLength: 61, maxLength: 61 }), (presses, each) => {
        expect(heardBy(presses, (at) => each[at] ?? {})).toEqual(truth(presses));
      }),
      { numRuns: 500 },
    );
  });
});

test("a card has thirteen slots, and each press leads from each of them to another", () => {
  expect(liveSlotNames).toHaveLength(13);
  expect(new Set(liveSlotNames).size).toBe(13);
  for (const slot of liveSlotNames) {
    const [left, right] = [liveSlotAfter(slot, "L"), liveSlotAfter(slot, "R")];
    expect(liveSlotNames).toEqual(expect.arrayContaining([left, right]));
    expect(new Set([slot, left, right]).size).toBe(3);
  }
});

test("two presses so quick that the first was never asked for are both counted", () => {
  fc.assert(
    fc.property(manyPresses, press, press, (presses, one, other) => {
      const server = aServer();
      let slot = liveStart;
      server.get(slot);
      for (const each of presses) {
        slot = liveSlotAfter(slot, each);
        server.get(slot);
      }
      slot = liveSlotAfter(liveSlotAfter(slot, one), other);
      const before = presses.join("");
      // With three steps the ring is through: what was told a step before may have the same name.
      const isTheOneBefore = slot === namesOf(presses).at(-2);
      expect(server.get(slot)).toBe(isTheOneBefore ? before.slice(0, -1) : before + one + other);
    }),
  );
});

test("after a power cut that a player forgot everything in, it begins with where the child was", () => {
  fc.assert(
    fc.property(fc.array(press, { minLength: 2, maxLength: 30 }), fc.boolean(), (presses, ahead) => {
      const server = aServer();
      let slot = liveStart;
      for (const each of [undefined, ...presses]) {
        if (each !== undefined) slot = liveSlotAfter(slot, each);
        server.get(slot);
        if (ahead) for (const next of ["L", "R"] as const) server.get(liveSlotAfter(slot, next));
      }
      expect(server.place()).toBe(presses.join(""));
      expect(server.get(liveStart)).toBe(`${presses.join("")}?`);
      expect(server.get(liveStart)).toBe(`${presses.join("")}?`);
      expect(server.get(liveSlotAfter(liveStart, "R"))).toBe(`${presses.join("")}?R`);
    }),
  );
});

test("who has only just begun hears the same beginning again", () => {
  const server = aServer();
  server.get(liveStart);
  server.get("1LL");
  server.get("1LR");
  expect(server.get(liveStart)).toBe("");
});

test("a slot that nobody can have come to tells where the listener was, or the beginning", () => {
  const server = aServer();
  expect(server.get("2RL")).toBe("");
  expect(server.get("0LR")).toBe("R");
  expect(server.get("0RL")).toBe("R");
  expect(server.get("1LL")).toBe("RL");
});

/** The slots a player comes by. */
function namesOf(presses: readonly LivePress[]): readonly string[] {
  const names = [liveStart];
  for (const each of presses) names.push(liveSlotAfter(names.at(-1) ?? liveStart, each));
  return names;
}
