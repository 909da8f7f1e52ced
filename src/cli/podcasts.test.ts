import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { silentMp3 } from "../../test/http/an-app.ts";
import { convertingHouses } from "../../test/http/converting-houses.ts";
import { podcastCommands } from "./podcasts.ts";

const { aHouse } = convertingHouses();

/** A podcast out there, to which episodes can be added. */
async function aPodcast() {
  const titles: string[] = [];
  const server = createServer(({ url = "" }, answer) => {
    const number = /^\/(\d+)\.mp3$/.exec(url)?.[1];
    if (number !== undefined) return void answer.end(silentMp3(100 + Number(number)));
    if (url !== "/feed") return void answer.writeHead(404).end();
    const items = titles.map(
      (title, at) =>
        `<item><title>${title}</title><guid>${at}</guid><pubDate>${new Date(Date.UTC(2030, 0, 1 + at)).toUTCString()}</pubDate>
         <enclosure url="/${at}.mp3" length="9" type="audio/mpeg"/></item>`,
    );
    answer.writeHead(200, { "content-type": "application/rss+xml" });
    answer.end(`<rss><channel><title>Sea and Sand</title>${items.join("")}</channel></rss>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    titles,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

test("a podcast is followed, looked into, brought in episode by episode, and left", async () => {
  await using podcast = await aPodcast();
  podcast.titles.push("The crab", "The gull");
  const { terminal, json } = await aHouse();
  const run = terminal(podcastCommands);
  expect(await run("podcasts", "list")).toMatch(/^No podcast is followed/);
  const followed = await run("podcasts", "follow", `${podcast.url}/feed`);
  expect(followed).toMatch(/^Following Sea and Sand, 2 episodes, id \S+$/);
  const id = followed.split(" ").at(-1) ?? "";
  expect(await run("podcasts", "list")).toMatch(/\nSea and Sand +2 +- +\S+/);
  expect(await run("podcasts", "follow", `${podcast.url}/nothing`)).toMatch(/^! /);

  const episodes = await run("podcasts", "episodes", id);
  expect(episodes).toMatch(/\n2030-01-02 +The gull .*\n2030-01-01 +The crab /);
  const newest = /The gull .* (\S+)$/m.exec(episodes)?.[1] ?? "";
  expect(await run("podcasts", "fetch", id, newest)).toBe("Added The gull");
  expect(await run("podcasts", "fetch", id, newest)).toMatch(/^The gull was here already, id /);

  podcast.titles.push("The tide");
  expect(await run("podcasts", "refresh", id)).toBe("1 new");
  expect(await run("podcasts", "episodes", id, "--limit", "1")).toMatch(/The tide/);
  expect(await run("podcasts", "leave", id)).toBe("Left.");
  expect(await run("podcasts", "episodes", id)).toMatch(/^! /);
  const { items } = (await json("GET", "/api/audio")).body;
  expect(items).toMatchObject([{ title: "The gull", album: "Sea and Sand", tags: ["podcast"] }]);
});
