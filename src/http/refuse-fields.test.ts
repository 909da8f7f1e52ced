import { expect, test } from "vitest";
import { anApp } from "../../test/http/an-app.ts";
import type { ErrorEnvelope } from "./schema/error.ts";

const aRule = { kind: "volume-cap", title: "Cap", maxSteps: 8, window: {} };

/** What the API answers to whoever is signed in. */
async function refused(method: string, path: string, json?: object) {
  const { ask, setUp } = anApp();
  const answer = await ask(method, path, { cookie: await setUp(), ...(json && { json }) });
  expect(answer.status).toBe(400);
  const { error }: ErrorEnvelope = JSON.parse(await answer.text());
  expect(error.code).toBe("invalid-request");
  return error;
}

test.each([
  [
    "a text that is too long",
    { title: "x".repeat(101), audio: ["a"] },
    "title",
    "The title may have 100 characters at most.",
  ],
  ["an empty text", { title: " ", audio: ["a"] }, "title", "The title must not be empty."],
  ["a text that is missing", { audio: ["a"] }, "title", "The title is missing: fill it in."],
  ["a number for a text", { title: 7, audio: ["a"] }, "title", "The title must be a text."],
  ["an empty list", { title: "x", audio: [] }, "audio", "The list of recordings needs at least 1 entry."],
  ["a text for a list", { title: "x", audio: "a" }, "audio", "The list of recordings must be a list."],
  [
    "a list that is too long",
    { title: "x", audio: Array(101).fill("a") },
    "audio",
    "The list of recordings may have 100 entries at most.",
  ],
  ["an entry that is wrong", { title: "x", audio: ["a", "b", 3] }, "audio.2", "Recording 3 must be a text."],
  ["neither of two", { title: "x" }, "", "Give either audio or rule."],
  [
    "an address that is none",
    { title: "x", rule: { kind: "radio", url: "radio", otherwise: "a" } },
    "rule.url",
    "The address must be a whole web address, like https://example.org/story.",
  ],
  [
    "an address of another kind",
    { title: "x", rule: { kind: "radio", url: "ftp://example.org/a", otherwise: "a" } },
    "rule.url",
    "The address must be a whole web address, like https://example.org/story.",
  ],
  [
    "a kind that there is not",
    { title: "x", rule: { kind: "dream" } },
    "rule.kind",
    "The kind must be fixed-list, queue, by-time, by-player, calendar, chapter-a-day, book, podcast, radio, today or mailbox.",
  ],
  [
    "a day that is none",
    { title: "x", rule: { kind: "calendar", firstDate: "Christmas", audio: ["a"] } },
    "rule.firstDate",
    "The first date must be a day, like 2030-01-31.",
  ],
])("%s is told in words", async (_, json, field, sentence) => {
  const error = await refused("POST", "/api/streams", json);
  expect(error.details).toEqual([{ field, problem: sentence }]);
  expect(error.message).toBe(sentence);
});

test.each([
  ["a number that is too big", { ...aRule, maxSteps: 17 }, "The volume may be 16 at most."],
  ["a number that is too small", { ...aRule, maxSteps: -1 }, "The volume must be 0 or more."],
  ["half a step", { ...aRule, maxSteps: 1.5 }, "The volume must be a whole number."],
  ["a text for yes or no", { ...aRule, on: "yes" }, "The choice of on or off must be true or false."],
  [
    "a day that is not in the week",
    { ...aRule, window: { weekdays: ["mon", "caturday"] } },
    "Weekday 2 must be mon, tue, wed, thu, fri, sat or sun.",
  ],
  [
    "a time that is none",
    { ...aRule, window: { from: "half past", to: "19:30" } },
    "The beginning must be a time like 19:30.",
  ],
  [
    "an end without a beginning",
    { ...aRule, window: { to: "19:30" } },
    "The time window needs both, from and to, or neither.",
  ],
  [
    "nothing where a kind is needed",
    { title: "Cap" },
    "The kind is missing: choose quiet-hours, bedtime, volume-cap, daily-limit or play-at.",
  ],
])("in a rule, %s is told in words", async (_, json, sentence) => {
  expect((await refused("POST", "/api/rules", json)).message).toBe(sentence);
});

test.each([
  [
    "a misspelled field",
    [{ audioId: "a", titel: "x" }],
    "Chapter 1 has no “titel”: leave that out, or look how it is spelled.",
  ],
  [
    "a wrong field of the kind that was meant",
    [{ key: "01" }, { audioId: "a", title: "" }],
    "The title of chapter 2 must not be empty.",
  ],
  ["a chapter of no kind", [{}], "Chapter 1 needs one of key, audioId, streamId, yotoCardId."],
])("of a chapter, %s is told", async (_, chapters, sentence) => {
  expect((await refused("POST", "/api/cards", { title: "x", chapters })).message).toBe(sentence);
});

test("what does not fit in the address is told too", async () => {
  expect((await refused("GET", "/api/streams?limit=many")).message).toBe(
    "The number per page must be a number.",
  );
  expect((await refused("GET", "/api/streams?cursor=torn")).message).toBe(
    "The cursor is not from the page before: begin the list again without it.",
  );
});

test("of many problems the first are told, and all are in the details", async () => {
  const error = await refused("POST", "/api/rules", { kind: "bedtime", light: { red: 256, green: -1 } });
  expect(error.message).toMatch(/^The title is missing: fill it in\. (.+\. ){2}And \d more\.$/);
  expect(error.details).toContainEqual({ field: "light.red", problem: "The red may be 255 at most." });
});

test("what only the library can know is told in the same words", async () => {
  const error = await refused("POST", "/api/cards", { title: "x", draft: true, chapters: [{ key: "01" }] });
  expect(error).toMatchObject({
    message: "Chapter 1 is not on the card any more (01): load the card again.",
    details: [{ field: "chapters.0" }],
  });
});
