import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createWeb } from "../../adapters/web/web.ts";
import { stationIn } from "../../domain/streams/station-in.ts";
import { withoutIcyTitles } from "./without-icy-titles.ts";

const otherwise = silentMp3(20, 7);

async function aStation(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const station = createServer(answer);
  await new Promise<void>((listening) => station.listen(0, "127.0.0.1", listening));
  const { port } = station.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      station.closeAllConnections();
      await new Promise((closed) => station.close(closed));
    },
  };
}

async function aRadio(url: string, mayReachHome = true) {
  const internet = createWeb(mayReachHome ? { mayReach: () => true } : {});
  const server = await aSlotServer({ internet, clock: systemClock() });
  const piece = await server.add(otherwise, "Sorry");
  const stream = await server.makeStream({ title: "Radio", rule: { kind: "radio", url, otherwise: piece } });
  return { ...server, stream, path: pathOf(stream, "01") };
}

async function firstBytes(answer: Response, count: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of answer.body ?? []) {
    parts.push(part);
    if (Buffer.concat(parts).length >= count) break;
  }
  return Buffer.concat(parts).subarray(0, count);
}

test("a station is passed on without a length and without its titles, by way of its playlist", async () => {
  const asked: string[] = [];
  await using station = await aStation((request, response) => {
    asked.push(`${request.url} ${request.headers["icy-metadata"]}`);
    if (request.url === "/listen.m3u")
      return void response
        .writeHead(200, { "content-type": "audio/x-mpegurl" })
        .end(`#EXTM3U\n/nothing\nhttp://${request.headers.host}/live\n`);
    response.writeHead(200, { "content-type": "audio/mpeg", "icy-metaint": "10" });
    response.write(
      Buffer.concat([Buffer.alloc(10, "a"), Buffer.of(1), Buffer.alloc(16, "T"), Buffer.alloc(10, "b")]),
    );
    response.write(Buffer.concat([Buffer.of(0), Buffer.alloc(10, "c")]));
  });
  await using radio = await aRadio(`${station.url}/listen.m3u`);
  expect(radio.stream.ruleWords).toBe("The radio station at 127.0.0.1, passed on.");
  const answer = await radio.get(radio.path, { headers: { range: "bytes=0-" } });
  expect([answer.status, answer.headers.get("content-type"), answer.headers.get("content-length")]).toEqual([
    200,
    "audio/mpeg",
    null,
  ]);
  expect((await firstBytes(answer, 30)).toString()).toBe("aaaaaaaaaabbbbbbbbbbcccccccccc");
  const head = await radio.get(radio.path, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, null]);
  expect(asked).toEqual(["/listen.m3u 0", "/live 0"]);
});

test("a station that breaks off is connected again, and the listener hears on", async () => {
  let times = 0;
  await using station = await aStation((_, response) => {
    times += 1;
    response.writeHead(200, { "content-type": "audio/mpeg" });
    response.write(`part ${times} `, () => {
      if (times < 3) response.destroy();
    });
  });
  await using radio = await aRadio(station.url);
  const answer = await radio.get(radio.path);
  expect((await firstBytes(answer, 21)).toString()).toBe("part 1 part 2 part 3 ");
});

test.each([
  ["nobody answers", "http://127.0.0.1:9/live", true],
  ["it is an address at home", "http://127.0.0.1:8000/live", false],
  ["it is an address at home by another name", "http://localhost:8000/live", false],
])("where the station cannot be reached, something else plays: %s", async (_, url, mayReachHome) => {
  await using radio = await aRadio(url, mayReachHome);
  const answer = await radio.get(radio.path);
  expect(Buffer.from(await answer.arrayBuffer()).equals(otherwise)).toBe(true);
  expect(answer.headers.get("content-length")).toBe(String(otherwise.length));
});

test("a web page is no station", async () => {
  await using station = await aStation((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Listen!</h1>"),
  );
  await using radio = await aRadio(station.url);
  expect(Buffer.from(await (await radio.get(radio.path)).arrayBuffer()).equals(otherwise)).toBe(true);
});

test("where a server cannot pass on without an end, the player is sent to the station", async () => {
  await using radio = await aRadio("https://radio.example.org/live");
  const answer = await radio.ask("GET", radio.path);
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "https://radio.example.org/live"]);
});

test("playlists name a station, or none that can be passed on", () => {
  expect(stationIn("[playlist]\nNumberOfEntries=1\nFile1=http://a.example/live\n")).toBe(
    "http://a.example/live",
  );
  expect(stationIn("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://a.example/pieces.m3u8")).toBeUndefined();
  expect(stationIn("nothing here")).toBeUndefined();
});

test("titles are taken out however the sound is cut into pieces", async () => {
  const woven = Buffer.concat([
    Buffer.alloc(7, "a"),
    Buffer.of(2),
    Buffer.alloc(32, "T"),
    Buffer.alloc(7, "b"),
    Buffer.of(0),
    Buffer.alloc(5, "c"),
  ]);
  for (const size of [1, 2, 3, 8, 100]) {
    async function* cut() {
      for (let at = 0; at < woven.length; at += size) yield woven.subarray(at, at + size);
    }
    let sound = "";
    for await (const part of withoutIcyTitles(cut(), 7)) sound += Buffer.from(part).toString();
    expect(sound).toBe("aaaaaaabbbbbbbccccc");
  }
});
