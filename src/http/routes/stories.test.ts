import { expect, test } from "vitest";
import { anApp, silentMp3 } from "../../../test/http/an-app.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";

async function aDesk() {
  const rig = anApp({});
  const cookie = await rig.setUp();
  const json = async (method: string, path: string, body?: unknown) => {
    const more =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const answer = await rig.ask(method, path, { cookie, ...more });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  /** A recording of the family's own. */
  const recording = async () => {
    const headers = { "content-type": "audio/mpeg" };
    const answer = await rig.ask("POST", "/api/audio?name=fox.mp3", {
      cookie,
      body: silentMp3(80, 7),
      headers,
    });
    return ((await answer.json()) as { audio: { id: string } }).audio.id;
  };
  return { ...rig, cookie, json, recording };
}

const short = {
  title: "Two doors",
  passages: [
    {
      name: "Hall",
      text: "Two doors.",
      choices: [
        { label: "The red one", to: "Red" },
        { label: "The blue one", to: "Blue" },
      ],
    },
    { name: "Red", text: "A garden." },
    { name: "Blue", text: "A kitchen." },
  ],
};

test("the example is a whole story, with nothing wrong", async () => {
  const { json } = await aDesk();
  const { status, body } = await json("POST", "/api/stories", { example: true });
  expect(status).toBe(201);
  expect(body).toMatchObject({ problems: [], sounds: [], asksAgain: true });
  expect(body.passages.length).toBeGreaterThan(5);
  expect(body.chapters).toBeGreaterThan(body.passages.length);
  expect(body.chapters).toBeLessThan(body.limit);
});

test("a blank story says at once what it lacks", async () => {
  const { json } = await aDesk();
  const { body } = await json("POST", "/api/stories", { title: "Mine" });
  expect(body.passages).toEqual([{ name: "Beginning", text: "", choices: [] }]);
  expect(body.problems).toMatchObject([{ code: "nothing-to-say", passage: "Beginning", blocks: true }]);
  expect((await json("GET", "/api/stories")).body.items).toMatchObject([
    { title: "Mine", passages: 1, problems: 1 },
  ]);
});

test("the list tells what was counted when a story was written, and counts anew once other limits hold", async () => {
  const { json, stores, recording } = await aDesk();
  const fox = await recording();
  const { body: made } = await json("POST", "/api/stories", {
    ...short,
    passages: [...short.passages, { name: "Attic", recording: fox }],
  });
  const line = async () => {
    const { problems, hints } = (await json("GET", "/api/stories")).body.items[0];
    return { problems, hints };
  };
  expect(await line()).toEqual({ problems: 0, hints: 1 });
  // A recording may go at any time, without the story hearing of it.
  await json("DELETE", `/api/audio/${fox}?force=true`);
  expect(await line()).toEqual({ problems: 1, hints: 1 });
  const found = await stores.stories.get(made.id);
  if (found === undefined) throw new Error("gone");
  const findings = { ...found.value.findings, blocking: 5, hints: 7 } as NonNullable<
    typeof found.value.findings
  >;
  await stores.stories.save({ ...found.value, findings }, found.version);
  expect(await line()).toEqual({ problems: 6, hints: 7 });
  await stores.settings.set("card-limits", { ...usualCardLimits, tracks: 3 });
  expect(await line()).toEqual({ problems: 1, hints: 2 });
  const { body: saved } = await json("PUT", `/api/stories/${made.id}`, short);
  expect(saved.problems).toHaveLength(1);
  expect(await line()).toEqual({ problems: 0, hints: 1 });
});

test("a story that is written comes back as it was written, and as chapters a player can follow", async () => {
  const { json } = await aDesk();
  const { body: made } = await json("POST", "/api/stories", short);
  const { body: read } = await json("GET", `/api/stories/${made.id}`);
  expect(read).toEqual(made);
  const { items } = (await json("GET", `/api/stories/${made.id}/chapters`)).body;
  expect(items).toMatchObject([
    {
      key: "hall",
      text: "Two doors.",
      left: { go: "to", chapterKey: "red" },
      right: { chapterKey: "blue" },
      atEnd: { chapterKey: "hall-asks" },
    },
    {
      key: "hall-asks",
      isQuestion: true,
      text: "The red one? Press left. The blue one? Press right.",
      atEnd: { go: "repeat" },
    },
    { key: "red", left: { chapterKey: "hall" }, atEnd: { go: "stop" } },
    { key: "blue" },
  ]);
});

test("flaws are kept while a story is being written, and told", async () => {
  const { json } = await aDesk();
  const { body: made } = await json("POST", "/api/stories", short);
  const passages = [
    { name: "Hall", text: "Two doors.", choices: [{ label: "On", to: "Attic" }] },
    ...short.passages.slice(1),
  ];
  const { status, body } = await json("PUT", `/api/stories/${made.id}`, { ...short, passages });
  expect(status).toBe(200);
  expect(body.problems.map(({ code }: { code: string }) => code)).toEqual([
    "nowhere",
    "unreachable",
    "unreachable",
  ]);
  expect((await json("GET", `/api/stories/${made.id}/check`)).body.problems).toEqual(body.problems);
});

test("who saw an older story overwrites nothing", async () => {
  const { json } = await aDesk();
  const { body: made } = await json("POST", "/api/stories", short);
  const seen = { ifChangedAtMs: made.changedAtMs };
  expect((await json("PUT", `/api/stories/${made.id}`, { ...short, title: "Mine", ...seen })).status).toBe(
    200,
  );
  const { status, body } = await json("PUT", `/api/stories/${made.id}`, {
    ...short,
    title: "Yours",
    ...seen,
  });
  expect([status, body.error.code]).toEqual([409, "changed-meanwhile"]);
  expect((await json("DELETE", `/api/stories/${made.id}?ifChangedAtMs=${made.changedAtMs}`)).status).toBe(
    409,
  );
  expect((await json("GET", `/api/stories/${made.id}`)).body.title).toBe("Mine");
});

test("a deleted story is gone, and can be had back as it was", async () => {
  const { json } = await aDesk();
  const { body: made } = await json("POST", "/api/stories", short);
  const path = `/api/stories/${made.id}`;
  expect((await json("DELETE", path)).status).toBe(204);
  expect((await json("DELETE", path)).status).toBe(404);
  expect((await json("GET", path)).status).toBe(404);
  expect((await json("PUT", path, short)).status).toBe(404);
  expect((await json("GET", "/api/stories")).body.items).toEqual([]);
  expect((await json("GET", "/api/stories/trash")).body.items).toMatchObject([
    { id: made.id, title: "Two doors", passages: 3, trashedAtMs: Date.UTC(2030, 0, 1) },
  ]);
  const back = await json("POST", `${path}/restore`);
  expect([back.status, back.body]).toEqual([200, made]);
  expect((await json("POST", `${path}/restore`)).body).toEqual(made);
  expect((await json("GET", "/api/stories/trash")).body.items).toEqual([]);
  expect((await json("GET", "/api/stories")).body.items).toMatchObject([{ id: made.id }]);
  expect((await json("POST", "/api/stories/nobody/restore")).status).toBe(404);
});

test("a deleted story goes for good before its thirty days when somebody says so, and one that is not deleted never does", async () => {
  const { json } = await aDesk();
  const { body: made } = await json("POST", "/api/stories", short);
  const path = `/api/stories/${made.id}`;
  const forGood = () => json("DELETE", `/api/stories/trash/${made.id}`);
  expect((await forGood()).status).toBe(404);
  expect((await json("GET", path)).status).toBe(200);
  await json("DELETE", path);
  expect((await forGood()).status).toBe(204);
  expect((await forGood()).status).toBe(404);
  expect((await json("GET", "/api/stories/trash")).body.items).toEqual([]);
  expect((await json("POST", `${path}/restore`)).status).toBe(404);
});

test("a story larger than a card holds is refused with what to do", async () => {
  const { json } = await aDesk();
  const passages = Array.from({ length: 20 }, (_, n) => ({ name: `P${n}`, text: "x".repeat(19_000) }));
  const { status, body } = await json("POST", "/api/stories", { title: "Long", passages });
  expect([status, body.error.code]).toEqual([413, "too-large"]);
});

test("a Twee file becomes a story, which comes back as a file that becomes the same story", async () => {
  const { json, ask, cookie } = await aDesk();
  const file =
    ":: StoryTitle\nThe Lamp\n\n:: Start\n(set: $a to 1)Dark.\n[[On->Attic]]\n\n:: Attic\nThe end.\n";
  const sent = (body: string, query = "") => ask("POST", `/api/stories/import${query}`, { cookie, body });
  const taken = await sent(file);
  expect(taken.status).toBe(201);
  const { story, lost } = (await taken.json()) as { story: Record<string, unknown>; lost: string[] };
  expect(story).toMatchObject({
    title: "The Lamp",
    passages: [{ name: "Start", text: "Dark." }, { name: "Attic" }],
    problems: [],
  });
  expect(lost).toHaveLength(1);
  const answer = await ask("GET", `/api/stories/${story["id"]}/twee`, { cookie });
  expect(answer.headers.get("content-disposition")).toContain("The%20Lamp.twee");
  const again = (await (await sent(await answer.text())).json()) as {
    story: Record<string, unknown>;
    lost: string[];
  };
  expect(again.story["passages"]).toEqual(story["passages"]);
  expect(again.lost).toEqual([]);
  expect((await json("GET", "/api/stories")).body.items).toHaveLength(2);
});

test("a story without a title goes by its file; what is no story, or too large, is refused", async () => {
  const { ask, cookie } = await aDesk();
  const sent = async (body: string, query = "") => {
    const answer = await ask("POST", `/api/stories/import${query}`, { cookie, body });
    return {
      status: answer.status,
      body: (await answer.json()) as { story: { title: string }; error: { code: string } },
    };
  };
  expect((await sent(":: A\nHello.", "?name=My%20wood.twee")).body.story.title).toBe("My wood");
  expect((await sent("Dear diary")).body.error.code).toBe("not-a-story");
  expect((await sent("")).body.error.code).toBe("empty-upload");
  expect((await sent(`:: A\n${"x".repeat(4_100_000)}`)).status).toBe(413);
});

test("a Twee file of an old editor is read with its own letters", async () => {
  const { ask, cookie } = await aDesk();
  const twee = ":: StoryTitle\nDer Bär\n\n:: Anfang\nDer süße Bär geht über die Brücke.\n";
  for (const kept of ["latin1", "utf16le"] as const) {
    const body = new Uint8Array(Buffer.from(twee, kept));
    const answer = await ask("POST", "/api/stories/import", { cookie, body });
    expect(await answer.json()).toMatchObject({
      story: { title: "Der Bär", passages: [{ text: "Der süße Bär geht über die Brücke." }] },
      lost: [],
    });
  }
});

test("the recording of another home is left out, and told", async () => {
  const { ask, cookie } = await aDesk();
  const body = `:: A\n<!-- {"recording":"elsewhere"} -->\nHello.`;
  const answer = await ask("POST", "/api/stories/import", { cookie, body });
  expect(await answer.json()).toMatchObject({
    story: { passages: [{ name: "A", text: "Hello." }] },
    lost: ["The recording of “A” is not in this library: its text is read aloud."],
  });
});

test("whatever a file says of a story, what was taken of it can be written again", async () => {
  const { json, ask, cookie } = await aDesk();
  const long = "x".repeat(5000);
  const about = {
    coverUrl: "javascript:alert(1)",
    voice: { voiceId: long, speakers: { [long]: "v", Wolf: long, Fox: "a" }, rate: 1 },
    author: `  ${long}`,
    words: { left: "  ", right: 5, other: long },
  };
  const way = { gives: [long, "", " ", " key "], label: long, to: " B " };
  const body = [
    `:: StoryTitle\n${long}`,
    `:: StoryYoto\n${JSON.stringify(about)}`,
    `:: A\nHello.\n[[On->B]]<!-- ${JSON.stringify(way)} -->\n<!-- {"recording":"${long}"} -->`,
    ":: B\nThe end.",
  ].join("\n\n");
  const answer = await ask("POST", "/api/stories/import?name=a.twee", { cookie, body });
  const { story } = JSON.parse(await answer.text());
  expect(story).not.toHaveProperty("coverUrl");
  expect(story.voice.speakers).toEqual({ Fox: "a" });
  expect(story.passages[0].choices[0]).toMatchObject({ to: "B", gives: [long.slice(0, 40), "key"] });
  const { status, body: kept } = await json("PUT", `/api/stories/${story.id}`, story);
  expect([status, kept.passages]).toEqual([200, story.passages]);
});

test("a new story that cannot be kept is refused with what is wrong in it", async () => {
  const { json } = await aDesk();
  const passages = Array.from({ length: 501 }, (_, number) => ({ name: `P ${number}` }));
  const many = await json("POST", "/api/stories", { title: "Long", passages });
  expect([many.status, many.body.error.message]).toEqual([
    400,
    "The list of passages may have 500 entries at most.",
  ]);
  const nameless = await json("POST", "/api/stories", {});
  expect([nameless.status, nameless.body.error.message]).toEqual([
    400,
    "The title is missing: say how the story is called.",
  ]);
  expect((await json("POST", "/api/stories", { title: "T", coverUrl: "javascript:alert(1)" })).status).toBe(
    400,
  );
  expect((await json("GET", "/api/stories")).body.items).toEqual([]);
});
