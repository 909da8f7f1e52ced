import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import type { Job } from "../../src/http/schema/job.ts";
import type { Story } from "../../src/http/schema/story.ts";
import { startPolly } from "../emulators/polly.ts";
import { startAwsWorld } from "./aws-world.ts";
import { soon } from "./some-home.ts";

/** A voice that tells what it is asked to say, before it says it. */
async function anOverheardVoice(beforeSaying: (text: string) => Promise<void>) {
  const opened = new AsyncDisposableStack();
  const polly = opened.use(await startPolly());
  const server = createServer(async (asked, answered) => {
    const body = Buffer.concat(await asked.toArray());
    if (asked.method === "POST") await beforeSaying(String(JSON.parse(body.toString("utf8")).Text));
    const { method = "GET", url = "/" } = asked;
    const said = await fetch(`${polly.endpoint}${url}`, { method, ...(body.length > 0 && { body }) });
    answered.writeHead(said.status).end(Buffer.from(await said.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

test("a worker that is killed twice while it reads a story aloud: the next goes on, one card is made, and what was read stays", async () => {
  const said: string[] = [];
  const killAt = [4, 9];
  let kill = async () => {};
  await using voice = await anOverheardVoice(async (text) => {
    said.push(text);
    if (!killAt.includes(said.length)) return;
    await kill();
  });
  await using world = await startAwsWorld({ AWS_ENDPOINT_URL_POLLY: voice.endpoint });
  kill = () => world.worker.kill();
  const parent = await world.parent();
  const story = await parent.ask<Story>("POST", "/api/stories", { example: true });
  const { id: jobId } = await parent.ask<Job>("POST", `/api/stories/${story.id}/card`);
  const told = new Set<string>();
  const job = await vi.waitFor(
    async () => {
      const found = await parent.ask<Job>("GET", `/api/jobs/${jobId}`);
      told.add(found.state);
      expect(found.state).toBe("done");
      return found;
    },
    { ...soon, timeout: 150_000 },
  );
  // A death is no failure to anybody who looks.
  expect(["waiting", "running", "done"]).toEqual(expect.arrayContaining([...told]));
  expect(said.length).toBeGreaterThan(9);
  const twice = said.length - new Set(said).size;
  expect(twice).toBeGreaterThan(0);
  // No more than a passage each time.
  expect(twice).toBeLessThanOrEqual(2 * 5);
  const { sounds, chapters, cardId } = await parent.ask<Story>("GET", `/api/stories/${story.id}`);
  expect(sounds).toHaveLength(chapters);
  expect(cardId).toBe(job.result?.["cardId"]);
  const { items } = await parent.ask<{ items: { title: string }[] }>("GET", "/api/cards");
  expect(items.filter(({ title }) => title === story.title)).toHaveLength(1);
  for (const { audioId } of sounds)
    expect(await parent.ask("GET", `/api/audio/${audioId}`)).toMatchObject({ tags: ["spoken"] });

  // Once more, with nothing changed, nothing is said.
  said.length = 0;
  const { id: againId } = await parent.ask<Job>("POST", `/api/stories/${story.id}/card`);
  await vi.waitFor(
    async () =>
      expect(await parent.ask<Job>("GET", `/api/jobs/${againId}`)).toMatchObject({
        state: "done",
        result: { cardId, spoken: 0 },
      }),
    soon,
  );
  expect(said).toEqual([]);
}, 240_000);
