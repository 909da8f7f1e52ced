import { describe, expect, test } from "vitest";
import { aSlotServer } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { AudioId, StoryId } from "../../domain/ids.ts";
import { liveSayings } from "../../domain/stories/live-script.ts";
import { type LivePress, liveSlotAfter, liveStart } from "../../domain/stories/live-slots.ts";
import type { Passage, Story } from "../../domain/stories/story.ts";
import { keepLiveStream } from "../../usecases/stories/keep-live-stream.ts";

/** A wood in which each clearing leads to two others. The last ones end, or lead around: each is named by the last presses. */
function aWood(depth: number, isEndless = false): readonly Passage[] {
  const passages: Passage[] = [];
  const grow = (way: string) => {
    const ends = way.length === depth && !isEndless;
    const choices = ends
      ? []
      : ["L", "R"].map((press) => ({ label: press, to: `W${(way + press).slice(-depth)}` }));
    passages.push({ name: `W${way}`, text: `You are at W${way}.`, choices });
    if (way.length < depth) for (const press of ["L", "R"]) grow(way + press);
  };
  grow("");
  return passages;
}

function aStory(passages: readonly Passage[]): Story {
  const voice = { speakers: {}, rate: 1 };
  const id = StoryId("wood");
  return { id, title: "Wood", voice, asksAgain: true, passages, sounds: [], createdAtMs: 0, changedAtMs: 0 };
}

async function aHouse(passages = aWood(4, true)) {
  const clock = fixedClock(Date.UTC(2030, 0, 7, 6));
  const server = await aSlotServer({ clock });
  const deps = { ...server.stores, clock, chance: seededChance(7), liveUpdates: createLiveUpdates() };
  const frames = new Map<number, string>();
  const sounds = new Map<string, AudioId>();
  /** Each thing that is said has a length of its own. */
  const soundOf = async (text: string) => {
    const known = sounds.get(text);
    if (known !== undefined) return known;
    const length = frames.size + 2;
    frames.set(length, text);
    const sound = AudioId(await server.add(silentMp3(length, length), text));
    sounds.set(text, sound);
    return sound;
  };
  const tell = async (story: Story, streamId?: Parameters<typeof keepLiveStream>[1]) => {
    const made = new Map<string, AudioId>();
    for (const { key, says } of liveSayings(story) ?? []) made.set(key, await soundOf(says.text));
    const kept = await keepLiveStream(deps, streamId, story, made);
    if (!kept.ok) throw new Error(kept.problem);
    server.slots.forget();
    return kept.stream;
  };
  const stream = await tell(aStory(passages));
  const [first] = (await server.asks<{ items: { slots: { url: string }[] }[] }>("GET", "/api/streams")).items;
  const secret = new URL(first?.slots[0]?.url ?? "").pathname.split("/")[2];
  const get = (slot: string, headers: Record<string, string> = {}) => {
    server.slots.forget();
    return server.get(`/s/${secret}/${slot}.mp3`, { headers: { "user-agent": "player", ...headers } });
  };
  /** What is said at a slot, each thing once. */
  const hear = async (slot: string, headers: Record<string, string> = {}) => {
    const answer = await get(slot, headers);
    expect(answer.status).toBeLessThan(300);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const said = new Set<string>();
    for (let at = 0; at < bytes.length; ) {
      const length = bytes[at + 100] ?? 0;
      said.add(frames.get(length) ?? `${length} frames`);
      at += length * 417;
    }
    return [...said];
  };
  return { ...server, clock, deps, tell, stream, get, hear, soundOf };
}

const at = (way: string) => `You are at W${way.slice(-4)}.`;

describe("a story that is told slot by slot", () => {
  test("says what each press leads to, the question after it, and its end without one", async () => {
    await using house = await aHouse(aWood(2));
    expect(await house.hear(liveStart)).toEqual([at(""), "L? Press left. R? Press right."]);
    expect(await house.hear("1LR")).toEqual([at("R"), "L? Press left. R? Press right."]);
    expect(await house.hear("2RL")).toEqual([at("RL")]);
    expect(await house.hear("0LL")).toEqual([at(""), "L? Press left. R? Press right."]);
  });

  test("is right three presses a second, with HEAD, two GETs at once, ranges, and after a night", async () => {
    await using house = await aHouse();
    let slot = liveStart;
    let way = "";
    for (const press of ["", "L", "L", "L", "L", "R", "L", "R", "R", "R", "R"] as const) {
      if (press !== "") {
        slot = liveSlotAfter(slot, press);
        way += press;
      }
      const [one, other] = await Promise.all([house.hear(slot), house.hear(slot)]);
      expect(one[0]).toBe(at(way));
      expect(other).toEqual(one);
      const whole = await (await house.get(slot)).arrayBuffer();
      const rest = await house.get(slot, { range: "bytes=417-" });
      expect(rest.status).toBe(206);
      expect(Buffer.from(await rest.arrayBuffer()).equals(Buffer.from(whole).subarray(417))).toBe(true);
      house.clock.advance(333);
      if (way.length === 5) house.clock.advance(10 * 3_600_000);
    }
  });

  test("is right for a player that asks for both ways at one moment and plays them without asking again", async () => {
    await using house = await aHouse();
    let slot = liveStart;
    let way = "";
    expect((await house.hear(slot))[0]).toBe(at(""));
    for (const press of ["R", "R", "L", "R", "L", "L", "R"] as const) {
      const ahead = new Map<LivePress, string | undefined>();
      await Promise.all(
        (["L", "R"] as const).map(async (each) =>
          ahead.set(each, (await house.hear(liveSlotAfter(slot, each)))[0]),
        ),
      );
      slot = liveSlotAfter(slot, press);
      way += press;
      expect(ahead.get(press)).toBe(at(way));
      house.clock.advance(40_000);
    }
  });

  test("goes on or begins anew for who puts the card in again", async () => {
    await using house = await aHouse();
    for (const slot of [liveStart, "1LR", "2RL", "0LR"]) await house.hear(slot);
    house.clock.advance(3 * 86_400_000);
    expect((await house.hear(liveStart))[0]).toMatch(/^Go on where you were\? Press left\./);
    expect((await house.hear("1LL"))[0]).toBe(at("RLR"));
    expect((await house.hear("2LL"))[0]).toBe(at("RLRL"));
    expect((await house.hear(liveStart))[0]).toMatch(/^Go on/);
    expect((await house.hear("1LR"))[0]).toBe(at(""));
  });

  test("that is changed while somebody listens goes on where it can, and says what is gone no more", async () => {
    await using house = await aHouse(aWood(3));
    for (const slot of [liveStart, "1LL", "2LL"]) await house.hear(slot);
    const [old] = await house.hear("2LL");
    expect(old).toBe(at("LL"));
    const changed = aWood(3).map((passage) =>
      passage.name === "WLL"
        ? {
            ...passage,
            choices: [
              { label: "Back", to: "W" },
              { label: "Out", to: "Field" },
            ],
          }
        : passage,
    );
    const field: Passage = { name: "Field", text: "A wide field.", choices: [] };
    await house.tell(aStory([...changed, field]), house.stream.id);
    expect((await house.hear("0LR"))[0]).toBe("A wide field.");
    // The place where the child is was taken out: the story begins again.
    await house.tell(aStory(aWood(1)), house.stream.id);
    expect((await house.hear("1RL"))[0]).toBe(at(""));
    expect((await house.hear("2LL"))[0]).toBe(at("L"));
  });

  test("leaves out what somebody deleted from the library, and is never silent", async () => {
    await using house = await aHouse(aWood(2));
    const id = await house.soundOf(at("L"));
    await house.ask("DELETE", `/api/audio/${id}?force=true`, { cookie: house.cookie });
    await house.hear(liveStart);
    expect(await house.hear("1LL")).toEqual(["L? Press left. R? Press right."]);
    const ending = await house.soundOf(at("LL"));
    await house.ask("DELETE", `/api/audio/${ending}?force=true`, { cookie: house.cookie });
    expect((await house.hear("2LL"))[0]).toBe(at(""));
  });

  test("knows no other slots, and cannot be changed by hand into something else", async () => {
    await using house = await aHouse(aWood(1));
    expect((await house.get("3LL")).status).toBe(404);
    expect((await house.get("01")).status).toBe(404);
    const audio = [await house.soundOf(at(""))];
    for (const json of [{ audio }, { rule: { kind: "book", audio } }]) {
      const refused = await house.ask("PATCH", `/api/streams/${house.stream.id}`, {
        cookie: house.cookie,
        json,
      });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(/Change the story|one list/);
    }
  });

  test("with more ways than can be kept is refused, and goes on as it was", async () => {
    const { deps, stream, hear, soundOf } = await aHouse();
    const long = Array.from({ length: 12 }, (_, way) => ({ label: "x".repeat(200), to: `P${way}` }));
    const passages = Array.from({ length: 150 }, (_, at) => ({
      name: `P${at}`,
      text: "Go on.",
      choices: long,
    }));
    const made = new Map([["P0", await soundOf("Go on.")]]);
    const kept = await keepLiveStream(deps, stream.id, aStory(passages), made);
    expect(kept).toMatchObject({ ok: false, problem: expect.stringMatching(/more ways than can be kept/) });
    expect(await hear("start")).toContain(at(""));
  });

  test("what would play now is told for where somebody is", async () => {
    await using house = await aHouse();
    await house.hear(liveStart);
    await house.hear("1LR");
    const told = await house.asks<{ rule: string; slots: { slot: string; sentence: string }[] }>(
      "GET",
      `/api/streams/${house.stream.id}/explanation`,
    );
    expect(told.rule).toMatch(/the child chooses the way/);
    const sentences = Object.fromEntries(told.slots.map(({ slot, sentence }) => [slot, sentence]));
    expect(Object.keys(sentences)).toEqual([liveStart, "1LR", "2RL", "2RR"]);
    expect(sentences["2RL"]).toMatch(
      /“You are at WRL\.” and \d+ more, because the last press leads to “WRL”/,
    );
  });
});
