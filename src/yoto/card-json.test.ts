import { expect, test } from "vitest";
import type { Card, CardChapter } from "../domain/cards/card.ts";
import { usualCardLimits } from "../domain/cards/card-limits.ts";
import { CardId, StreamId } from "../domain/ids.ts";
import type { JsonObject } from "../domain/json.ts";
import { buildCardJson } from "./card-json.ts";
import resolved from "./fixtures/card-get-resolved.json" with { type: "json" };
import interactive from "./fixtures/content-post-interactive-stream.json" with { type: "json" };
import { normaliseCardJson } from "./normalise-card-json.ts";

const hash = "44aJeE5Xj4OTnmK3VpoYNATWziizU3w4HLucKHqjmec";
const urlOf = (key: string) => `https://stories.example.org/s/SIMTOKEN/${key}.mp3`;
const streamed = (key: string, more: Partial<CardChapter> = {}): CardChapter => ({
  key,
  title: key,
  plays: { from: "stream", streamId: StreamId("s1"), slot: key },
  ...more,
});
const uploaded = (key: string, more: object = {}): CardChapter => ({
  key,
  title: key,
  plays: { from: "yoto", mediaId: hash, format: "opus", seconds: 1603.4, bytes: 19_105_003, ...more },
});
const aCard = (more: Partial<Card> = {}): Card => ({
  id: CardId("c1"),
  title: "Gate story",
  chapters: [streamed("01")],
  createdAtMs: 0,
  changedAtMs: 0,
  ...more,
});
const built = (card: Card) => {
  const result = buildCardJson(card, urlOf);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.card;
};
const problemsOf = (card: Card, limits = usualCardLimits) => {
  const result = buildCardJson(card, urlOf, limits);
  return result.ok ? [] : result.problems.map(({ code }) => code);
};

test("a streaming card is written with everything that makes players stream", () => {
  expect(built(aCard({ chapters: [streamed("1"), streamed("02", { title: " Two " })] }))).toMatchObject({
    title: "Gate story",
    metadata: { media: { duration: 0, fileSize: 0, hasStreams: true } },
    content: {
      activity: "yoto_Player",
      version: "1",
      playbackType: "linear",
      config: { resumeTimeout: 2_592_000, onlineOnly: true, autoadvance: "next" },
      editSettings: { transcodeAudioUploads: true },
      chapters: [
        {
          key: "01",
          title: "1",
          hasStreams: true,
          duration: 0,
          fileSize: 0,
          tracks: [
            {
              key: "01",
              type: "stream",
              format: "mp3",
              isNew: true,
              trackUrl: "https://stories.example.org/s/SIMTOKEN/1.mp3",
            },
          ],
        },
        { key: "02", title: "Two" },
      ],
    },
  });
});

test("a card of uploaded audio tells its length and size, keeps the transcoder's format and may be kept by players", () => {
  const card = built(aCard({ chapters: [uploaded("01"), uploaded("02")] }));
  expect(card).toMatchObject({
    metadata: { media: { duration: 3206, fileSize: 38_210_006, hasStreams: false } },
    content: {
      config: { onlineOnly: false },
      chapters: [
        { duration: 1603, tracks: [{ type: "audio", format: "opus", trackUrl: `yoto:#${hash}` }] },
        {},
      ],
    },
  });
});

test("a story with choices is written as the interactive sample is", () => {
  const story = aCard({
    description: "Interactive stream card",
    author: "Example",
    coverUrl: "https://cdn.yoto.io/myo-cover/star_green.gif",
    chapters: [
      streamed("gate", {
        choices: {
          left: { go: "to", chapterKey: "left" },
          right: { go: "to", chapterKey: "right" },
          atEnd: { go: "repeat" },
        },
      }),
      streamed("left", { choices: { atEnd: { go: "to", chapterKey: "end" } } }),
      streamed("right", { choices: { atEnd: { go: "to", chapterKey: "end" } } }),
      streamed("end", { choices: { left: { go: "to", chapterKey: "gate" } } }),
    ],
  });
  expect(built(story)).toEqual(interactive);
});

test.each<[string, Partial<Card>, string[]]>([
  ["no title", { title: "  " }, ["title-missing"]],
  ["a long title", { title: "x".repeat(101) }, ["title-too-long"]],
  ["no chapter", { chapters: [] }, ["no-chapters"]],
  ["two equal keys", { chapters: [streamed("1"), streamed("01")] }, ["key-twice"]],
  ["an empty key", { chapters: [streamed("", { title: "t" })] }, ["key-missing"]],
  ["a chapter without a title", { chapters: [streamed("01", { title: "" })] }, ["title-missing"]],
  [
    "a choice to nowhere",
    { chapters: [streamed("a", { choices: { left: { go: "to", chapterKey: "A" } } })] },
    ["goto-nowhere"],
  ],
  ["audio that was not uploaded", { chapters: [uploaded("01", { mediaId: "" })] }, ["bad-media"]],
  ["an hour and a bit", { chapters: [uploaded("01", { seconds: 3601 })] }, ["track-too-long"]],
  ["more than 100 MB", { chapters: [uploaded("01", { bytes: 100_000_001 })] }, ["track-too-large"]],
  ["101 tracks", { chapters: Array.from({ length: 101 }, (_, n) => streamed(`k${n}`)) }, ["too-many-tracks"]],
  [
    "six hours and 600 MB",
    {
      chapters: Array.from({ length: 6 }, (_, n) => uploaded(`k${n}`, { seconds: 3600, bytes: 100_000_000 })),
    },
    ["card-too-long", "card-too-large"],
  ],
])("%s is told before anything is sent", (_what, card, codes) => {
  expect(problemsOf(aCard(card))).toEqual(codes);
});

test("limits can be set, and 100 tracks are not too many", () => {
  const full = aCard({ chapters: Array.from({ length: 100 }, (_, n) => streamed(`k${n}`)) });
  expect(problemsOf(full)).toEqual([]);
  expect(problemsOf(full, { ...usualCardLimits, tracks: 99 })).toEqual(["too-many-tracks"]);
});

test("an address that no player can fetch is told", () => {
  const result = buildCardJson(aCard(), () => "/s/relative.mp3");
  expect(result).toMatchObject({ ok: false, problems: [{ code: "no-address", chapterKey: "01" }] });
});

test("a card that was read with signed addresses is written with hashes and loses nothing else", () => {
  const card: JsonObject = { ...resolved.card, future: { field: [1] } };
  const normal = normaliseCardJson(card);
  const text = JSON.stringify(normal);
  expect(text).not.toMatch(/Signature|secure-media|card-content/);
  expect(text).toContain(`"trackUrl":"yoto:#${hash}"`);
  expect(text).toContain('"icon16x16":"yoto:#xV2a9v63mNcsYy5QYsBhlmK5MXgoM5Fuk8ed4nQqcUg"');
  expect(normal["future"]).toEqual({ field: [1] });
  expect(normaliseCardJson(normal)).toEqual(normal);
});

test("addresses of streams and covers are left alone", () => {
  expect(normaliseCardJson(interactive)).toEqual(interactive);
});
