import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCharacter } from "../../../../test/any-character.ts";
import type { FeedText } from "../../../ports/feed-reader.ts";
import { createFeedReader } from "./feed-reader.ts";

const from = new URL("https://pod.example/feed");
const read = (text: string | Uint8Array, type?: string) =>
  createFeedReader().read(typeof text === "string" ? new TextEncoder().encode(text) : text, from, type);
const feedOf = (text: FeedText) => {
  if (text.is !== "feed") throw new Error(`It was taken for ${text.is}`);
  return text;
};

test("Atom with enclosures is a feed too", async () => {
  const feed = feedOf(
    await read(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Waves</title><author><name>Ida</name></author>
      <link rel="next" href="?page=2"/>
      <entry><id>tag:1</id><title type="html">&lt;b&gt;One&lt;/b&gt;</title><published>2030-01-02T03:04:05Z</published>
      <link rel="alternate" href="/one"/><link rel="enclosure" href="one.m4a" length="77" type="audio/mp4"/></entry></feed>`),
  );
  expect(feed).toMatchObject({
    title: "Waves",
    author: "Ida",
    next: new URL("https://pod.example/feed?page=2"),
  });
  expect(feed.episodes).toEqual([
    {
      guid: "tag:1",
      title: "One",
      url: new URL("https://pod.example/one.m4a"),
      publishedAtMs: Date.UTC(2030, 0, 2, 3, 4, 5),
      bytes: 77,
    },
  ]);
});

test("what real feeds do wrong is forgiven: undeclared entities, Latin-1, nonsense in dates and lengths, tags left open", async () => {
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>Caf\xe9 &nbsp;&mdash; au lait</title>
    <item><title>T&uuml;r &amp; Tor<guid>x</guid><pubDate>the other day</pubDate>
    <description><![CDATA[<p>One</p><p>two <b>bold</b></p>]]></description>
    <enclosure url="a b.mp3" length="unknown" type="audio/mpeg"></item>
    <item><title>A film</title><enclosure url="f.mp4" type="video/mp4"/></item>
    <item><title>Words only</title></item></channel>`;
  const feed = feedOf(await read(Buffer.from(text, "latin1")));
  expect(feed.title).toBe("Café — au lait");
  expect(feed.episodes).toHaveLength(1);
  expect(feed.episodes[0]).toMatchObject({
    url: new URL("https://pod.example/a%20b.mp3"),
    description: "One two bold",
  });
  expect(feed.episodes[0]).not.toHaveProperty("publishedAtMs");
});

test("entities that would grow stay what they are", async () => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
    <rss><channel><title>&b;&c;</title></channel></rss>`;
  expect(feedOf(await read(bomb)).title).toBe("&b;&c;");
});

test("nothing that arrives breaks it", async () => {
  const piece = fc.constantFrom(
    "<rss><channel>",
    "<item>",
    "</item>",
    "<title>",
    "<enclosure url='x.mp3'/>",
    "</channel>",
    "<![CDATA[",
    "]]>",
    "&#x110000;",
    "<itunes:duration>1:2:3:4",
    "<pubDate>+999999-01-01",
    "<guid>",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(piece, fc.string({ unit: anyCharacter }))), async (pieces) => {
      const told = await read(`<rss>${pieces.join("")}`);
      expect(told.is).toBe("feed");
      for (const { title, guid } of feedOf(told).episodes) expect([title, guid]).not.toContain("");
    }),
    { numRuns: 40 },
  );
});

test("what is nested without end is given up at once", async () => {
  const deep = "<a>".repeat(1_000_000);
  const read = (text: string) => createFeedReader().read(Buffer.from(text), new URL("https://example.org/"));
  expect(await read(`<rss><channel>${deep}`)).toEqual({ is: "something-else" });
  const link = `<link rel="alternate" type="application/rss+xml" href="/feed">`;
  expect(await read(`<html><head>${link}</head>${deep}`)).toMatchObject({
    is: "page",
    feeds: [{ href: "https://example.org/feed" }],
  });
  const item = `<item><title>One</title><enclosure url="/1.mp3"/><description><![CDATA[Short. ${deep.slice(0, 9_000)}]]></description></item>`;
  expect(await read(`<rss><channel>${item}</channel></rss>`)).toMatchObject({
    episodes: [{ title: "One", description: "Short." }],
  });
});
