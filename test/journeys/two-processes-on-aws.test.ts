import { expect, test, vi } from "vitest";
import type { AnalyzedList } from "../../src/http/schema/analyzer.ts";
import { startAwsWorld } from "./aws-world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const soon = { timeout: 30_000, interval: 200 };

test("on AWS: what the listener hears the API shows as it happens, and settings changed at the API the listener reads at once", async () => {
  await using world = await startAwsWorld();
  const { family } = world;
  const parent = await world.parent();
  await world.listen();
  const kitchen = async () => {
    const { items } = await parent.ask<{ items: { id: string; name: string; presence: { is: string } }[] }>(
      "GET",
      "/api/players",
    );
    const found = items.find(({ name }) => name === "Kitchen");
    if (found === undefined) throw new Error("no Kitchen yet");
    return found;
  };
  await vi.waitFor(kitchen, soon);
  const { id } = await kitchen();

  const look = async (query = "") => parent.ask<AnalyzedList>("GET", `/api/analyzer?player=${id}${query}`);
  await vi.waitFor(async () => {
    const { items } = await look();
    expect(items.some((entry) => entry.is === "message" && entry.topic.endsWith("/data/status"))).toBe(true);
  }, soon);
  const { upTo } = await look();
  await family.do("Kitchen", "turn-volume", { steps: 1 });
  let told = "";
  await vi.waitFor(async () => {
    const answer = await parent.send("GET", `/api/analyzer/events?player=${id}&after=${upTo}`);
    told = await answer.text();
    expect(told).toContain("volume-changed");
  }, soon);
  expect(told).toMatch(/^retry: \d+\nid: /);

  const asked = async () =>
    (await family.journal()).filter(({ kind, url }) => kind === "http" && url?.includes(`${id}/config`))
      .length;
  const before = await asked();
  await parent.ask("PATCH", `/api/players/${id}/settings`, { hourFormat: "24" });
  // The API reads, writes and reads again; who asks once more, perhaps before its answer is here, is the listener.
  await vi.waitFor(async () => expect(await asked()).toBeGreaterThan(before + 3), soon);
});
