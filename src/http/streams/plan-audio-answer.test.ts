import { expect, test } from "vitest";
import { type AudioRequest, planAudioAnswer } from "./plan-audio-answer.ts";

const audio = { bytes: 1000, etag: '"abc"', cacheControl: "no-store", codec: "mp3" } as const;
const asking = (some: Partial<AudioRequest>): AudioRequest => ({
  method: "GET",
  range: undefined,
  ifRange: undefined,
  ifNoneMatch: undefined,
  ...some,
});

test("a plain GET gets everything, with its length", () => {
  const answer = planAudioAnswer(asking({}), audio);
  expect(answer).toMatchObject({ status: 200, send: { first: 0, last: 999 } });
  expect(answer.headers).toMatchObject({ "Content-Length": "1000", "Accept-Ranges": "bytes", ETag: '"abc"' });
});

test("HEAD tells the same and sends nothing", () => {
  const { send, ...head } = planAudioAnswer(asking({ method: "HEAD" }), audio);
  const { send: sent, ...get } = planAudioAnswer(asking({}), audio);
  expect(send).toBeUndefined();
  expect(sent).toBeDefined();
  expect(head).toEqual(get);
});

test("a range gets its bytes and says which", () => {
  const answer = planAudioAnswer(asking({ range: "bytes=100-199" }), audio);
  expect(answer).toMatchObject({ status: 206, send: { first: 100, last: 199 } });
  expect(answer.headers).toMatchObject({ "Content-Range": "bytes 100-199/1000", "Content-Length": "100" });
});

test("a range past the end is refused with the size", () => {
  const answer = planAudioAnswer(asking({ range: "bytes=1000-" }), audio);
  expect(answer.status).toBe(416);
  expect(answer.headers).toMatchObject({ "Content-Range": "bytes */1000" });
});

test("If-Range with the tag continues, with another tag or a date starts over", () => {
  const range = "bytes=500-";
  expect(planAudioAnswer(asking({ range, ifRange: '"abc"' }), audio).status).toBe(206);
  expect(planAudioAnswer(asking({ range, ifRange: '"old"' }), audio).status).toBe(200);
  expect(planAudioAnswer(asking({ range, ifRange: 'W/"abc"' }), audio).status).toBe(200);
  expect(planAudioAnswer(asking({ range, ifRange: "Tue, 01 Jan 2030 00:00:00 GMT" }), audio).status).toBe(
    200,
  );
});

test("who has the bytes already gets 304", () => {
  expect(planAudioAnswer(asking({ ifNoneMatch: '"x", W/"abc"' }), audio)).toMatchObject({ status: 304 });
  expect(planAudioAnswer(asking({ ifNoneMatch: "*" }), audio).status).toBe(304);
  expect(planAudioAnswer(asking({ ifNoneMatch: '"x"' }), audio).status).toBe(200);
});
