import { expect, test } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { createAnalyzer, safePayload, withoutSecrets } from "./analyzer.ts";

const clock = fixedClock(Date.UTC(2030, 0, 1));
const message = (topic: string, playerId = "y2a") =>
  ({ is: "message", playerId, topic, payload: "{}", read: {}, changed: {}, actions: [] }) as const;
const request = {
  is: "stream-request",
  streamId: "s1",
  slot: "01",
  method: "GET",
  status: 206,
  listener: "abc",
  audioId: "a1",
} as const;

test("the last are kept, the oldest go, and numbers tell the order", () => {
  const analyzer = createAnalyzer({ clock }, 10);
  for (let at = 1; at <= 25; at++) analyzer.add(message(`t${at}`));
  const kept = analyzer.recent({}, 100);
  expect(kept.map(({ number }) => number)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
  expect(analyzer.recent({ before: 20 }, 2).map(({ number }) => number)).toEqual([19, 18]);
});

test("it is filtered by player, kind and text; a player's messages keep the stream requests of their moment", () => {
  const analyzer = createAnalyzer({ clock });
  analyzer.add(message("one"));
  analyzer.add(message("two", "y2b"));
  analyzer.add(request);
  const kinds = (wanted: Parameters<typeof analyzer.recent>[0]) =>
    analyzer.recent(wanted, 10).map((each) => ("topic" in each ? each.topic : each.is));
  expect(kinds({ playerId: "y2a" })).toEqual(["stream-request", "one"]);
  expect(kinds({ is: "message" })).toEqual(["two", "one"]);
  expect(kinds({ text: "TWO" })).toEqual(["two"]);
});

test("who watches is told of what fits, until it stops", () => {
  const analyzer = createAnalyzer({ clock });
  const seen: number[] = [];
  const stop = analyzer.watch({ is: "stream-request" }, ({ number }) => seen.push(number));
  analyzer.add(message("one"));
  analyzer.add(request);
  stop();
  analyzer.add(request);
  expect(seen).toEqual([2]);
});

test("tokens and the secrets of streams are not shown", () => {
  const token = `eyJ${"a".repeat(40)}.${"b".repeat(40)}.${"c".repeat(40)}`;
  const secret = "hush-hush-1234567890";
  const text = JSON.stringify({
    url: `https://home/s/${secret}/01.mp3`,
    access_token: "tok-1",
    body: `Bearer tok-2 and ${token}`,
    link: "https://x/y?token=tok-3&X-Amz-Signature=tok-4&a=1",
  });
  const safe = withoutSecrets(text);
  for (const hidden of [secret, token, "tok-1", "tok-2", "tok-3", "tok-4"])
    expect(safe).not.toContain(hidden);
  expect(safe).toContain("a=1");
  expect(safePayload(new TextEncoder().encode(text))).toBe(safe);
});
