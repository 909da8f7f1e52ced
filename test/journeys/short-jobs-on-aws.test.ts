import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import type { Job } from "../../src/http/schema/job.ts";
import { anMp3 } from "../browser/an-mp3.ts";
import { startTranscribe } from "../emulators/transcribe.ts";
import { startAwsWorld } from "./aws-world.ts";
import type { Parent } from "./parent.ts";
import { soon } from "./some-home.ts";

/** A voice that thinks about each text for longer than the test. */
async function aSlowVoice() {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function aHouse(parent: Parent) {
  const job = (id: string) => parent.ask<Job>("GET", `/api/jobs/${id}`);
  return {
    job,
    done: (id: string) =>
      vi.waitFor(async () => {
        const found = await job(id);
        expect(found.state).toBe("done");
        return found;
      }, soon),
    /** A recording of a few seconds, as the app sends it. */
    async record(name: string): Promise<string> {
      const body = new Uint8Array(await anMp3(5));
      type Plan = { id: string; token: string; parts: { url: string }[] };
      const plan = await parent.ask<Plan>("POST", "/api/audio/uploads", { name, bytes: body.length });
      for (const { url } of plan.parts) await fetch(url, { method: "PUT", body });
      const sent = { name, token: plan.token, treatment: "speech" };
      await parent.ask("POST", `/api/audio/uploads/${plan.id}/complete`, sent);
      return plan.id;
    },
  };
}

test("a recording of five seconds does not wait behind forty jobs that take hours, of which some go on all the time", async () => {
  await using transcribe = await startTranscribe({ looksInProgress: Number.POSITIVE_INFINITY });
  await using voice = await aSlowVoice();
  await using world = await startAwsWorld({
    TRANSCRIBER: "aws",
    AWS_ENDPOINT_URL_TRANSCRIBE: transcribe.endpoint,
    OPENAI_API_KEY: "a-key",
    OPENAI_URL: voice.url,
  });
  const parent = await world.parent();
  const house = aHouse(parent);
  const first = await house.done(await house.record("First.mp3"));
  const sent = await parent.send("POST", "/api/books?name=snail.md", {
    body: "# The Snail\n\nIt looked on.",
  });
  const { job } = (await sent.json()) as { job: Job };
  const book = (await house.done(job.id)).result;

  const long: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    const speak = { chapters: [0], voiceId: "openai:alloy" };
    const spoken = await parent.ask<Job>("POST", `/api/books/${book?.["bookId"]}/speak`, speak);
    const heard = await parent.ask<Job>("POST", `/api/audio/${first.result?.["audioId"]}/transcript`, {});
    long.push(spoken.id, heard.id);
  }
  const states = async () => {
    const { items } = await parent.ask<{ items: Job[] }>("GET", "/api/jobs?limit=100");
    const found = items.filter(({ id }) => long.includes(id));
    expect(found).toHaveLength(long.length);
    return found.map(({ state }) => state);
  };
  const running = async () => (await states()).filter((state) => state === "running");
  await vi.waitFor(async () => expect(await running()).toHaveLength(3), soon);

  await house.done(await house.record("Good night.mp3"));
  expect((await states()).filter((state) => state !== "running" && state !== "waiting")).toEqual([]);
});
