import { expect, test } from "vitest";
import { anApp } from "../../../test/http/an-app.ts";
import { PlayerId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { probeIdOf } from "../../usecases/play-checks/run-probe.ts";
import type { Probe } from "../schema/probe.ts";

test("where answers come whole, the probe says which questions were not tried, and that nothing is missing", async () => {
  const app = anApp();
  const cookie = await app.setUp();
  const secret = "probe-0123456789abcdef";
  const id = probeIdOf(secret);
  await app.stores.probes.create({
    id,
    accountId: YotoAccountId("family"),
    playerId: PlayerId("y2bedroom"),
    playerName: "Bedroom",
    model: "v3",
    yotoCardId: YotoCardId("abc12"),
    startedAtMs: app.clock.nowMs(),
    pushes: [],
  });
  for (const slot of ["plain", "little", "cut", "redirect"]) {
    const answer = await app.ask("GET", `/s/${secret}/${slot}.mp3`);
    expect(answer.status).toBe(slot === "redirect" ? 302 : 200);
    if (slot === "redirect") expect(answer.headers.get("cache-control")).toBe("no-store");
    else expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get("content-length")));
  }
  const run = JSON.parse(await (await app.ask("GET", `/api/probes/${id}`, { cookie })).text()) as Probe;
  expect(run.questions.filter(({ notHere }) => notHere).map(({ key }) => key)).toEqual(["little", "cut"]);
  expect(run.words.at(-1)).toMatch(
    /^Not tried, because on AWS every answer comes whole: .* nothing is missing/,
  );
  const report = await (await app.ask("GET", `/api/probes/${id}/report`, { cookie })).text();
  expect(report).toContain("1 × A broken connection: does it go on where it broke? (not tried here)");
  app.stop();
});
