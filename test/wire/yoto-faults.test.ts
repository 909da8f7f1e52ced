import { expect, test } from "vitest";
import type { HttpFault } from "../../src/simulator/faults.ts";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

// What a server must do when Yoto's REST API misbehaves, one test for each way in which it does.

const devicesPath = "/device-v2/devices/mine";

test("a scope that is missing is named, and nobody asks again and again", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link(["offline_access", "family:devices:view"]);
  expect(await failureOf(world.cloud.groups(accessToken))).toMatchObject({
    kind: "scope-missing",
    missingScope: "family:library:view",
    message: expect.stringContaining("family:library:view"),
  });
  expect(world.requests("GET", "/card/family/library/groups")).toHaveLength(1);
  expect((await world.cloud.devices(accessToken)).devices).toHaveLength(1);
});

test("a token that Yoto refuses is told at once, so that it can be refreshed", async () => {
  await using world = await startPretendWorld();
  expect(await failureOf(world.cloud.devices("not-a-token"))).toMatchObject({ kind: "unauthorized" });
  expect(world.requests("GET", devicesPath)).toHaveLength(1);
});

test("a damaged token is never sent and never told", async () => {
  await using world = await startPretendWorld();
  const error = await failureOf(world.cloud.devices("secret\nsecret"));
  expect(error).toMatchObject({ kind: "unauthorized" });
  expect(JSON.stringify(error) + String(error)).not.toContain("secret\nsecret");
});

const passing: [string, HttpFault][] = [
  ["429 without Retry-After", { do: "status", status: 429 }],
  ["429 with Retry-After", { do: "status", status: 429, retryAfter: "2" }],
  ["500", { do: "status", status: 500 }],
  ["502", { do: "status", status: 502, body: "<html>Bad Gateway</html>" }],
  ["503", { do: "status", status: 503 }],
  ["504", { do: "status", status: 504 }],
  ["a body that is no JSON", { do: "invalid-json" }],
  ["a truncated body", { do: "truncated" }],
  ["a cut connection", { do: "drop" }],
  ["a lost answer", { do: "lost-response" }],
];
test.each(passing)("a read gets over %s that happens twice", async (_what, fault) => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.yoto.faults.add({ where: { path: devicesPath }, what: fault, times: 2 });
  expect((await world.cloud.devices(accessToken)).devices).toHaveLength(1);
  expect(world.requests("GET", devicesPath)).toHaveLength(3);
  expect(world.slept).toHaveLength(2);
});

test("a read gets over an answer that does not come within the time limit", async () => {
  await using world = await startPretendWorld({ timeoutMs: 1_500 });
  const { accessToken } = await world.link();
  world.yoto.faults.add({ where: { path: devicesPath }, what: { do: "hang", ms: 30_000 } });
  expect((await world.cloud.devices(accessToken)).devices).toHaveLength(1);
});

test("a read that keeps failing ends after four attempts with growing pauses", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.yoto.faults.add({
    where: { path: devicesPath },
    what: { do: "status", status: 503 },
    times: "always",
  });
  expect(await failureOf(world.cloud.devices(accessToken))).toMatchObject({ kind: "unavailable" });
  expect(world.requests("GET", devicesPath)).toHaveLength(4);
  expect(world.slept).toEqual([400, 800, 1600]);
});

test("Retry-After is honoured in seconds and as a date", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const limited = (retryAfter: string) =>
    world.yoto.faults.add({ where: { path: devicesPath }, what: { do: "status", status: 429, retryAfter } });
  limited("7");
  await world.cloud.devices(accessToken);
  expect(world.slept).toEqual([7_000]);
  limited(new Date(world.clock.nowMs() + 12_000).toUTCString());
  await world.cloud.devices(accessToken);
  expect(world.slept[1]).toBeGreaterThan(9_000);
});

test("who is asked to wait for long is told instead of kept waiting", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.yoto.faults.add({
    where: { path: devicesPath },
    what: { do: "status", status: 429, retryAfter: "600" },
  });
  expect(await failureOf(world.cloud.devices(accessToken))).toMatchObject({
    kind: "rate-limited",
    retryAfterMs: 600_000,
  });
  expect(world.slept).toEqual([]);
});

const content = {
  title: "A",
  content: {
    version: "1",
    chapters: [
      {
        key: "01",
        title: "A",
        tracks: [
          { key: "01", title: "A", type: "stream", format: "mp3", trackUrl: "https://x.example/a.mp3" },
        ],
      },
    ],
  },
};

test.each<[string, HttpFault]>([
  ["lost answer", { do: "lost-response" }],
  ["500", { do: "status", status: 500 }],
  ["answer that is no JSON", { do: "invalid-json" }],
  ["truncated answer", { do: "truncated" }],
])(
  "creating a card is not repeated after a %s, and the error says that it may have happened",
  async (_what, fault) => {
    await using world = await startPretendWorld();
    const { accessToken } = await world.link();
    world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: fault });
    expect(await failureOf(world.cloud.writeCard(accessToken, content))).toMatchObject({
      kind: "unavailable",
      answerLost: true,
    });
    expect(world.requests("POST", "/content")).toHaveLength(1);
  },
);

test("creating a card is repeated when Yoto asked to slow down, because nothing was created", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "status", status: 429 } });
  await world.cloud.writeCard(accessToken, content);
  expect(await world.cloud.cards(accessToken)).toHaveLength(1);
});

test("a card that is gone after the answer to its deletion was lost counts as deleted", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const { yotoCardId } = await world.cloud.writeCard(accessToken, content);
  world.yoto.faults.add({ where: { method: "DELETE", path: "/content/*" }, what: { do: "lost-response" } });
  await world.cloud.deleteCard(accessToken, yotoCardId);
  expect(await world.cloud.cards(accessToken)).toEqual([]);
});

test("the configuration of a player is never written twice by itself, since it may have changed meanwhile", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const details = await world.cloud.playerDetails(accessToken, world.playerId);
  if (details === undefined) throw new Error("no details");
  world.yoto.faults.add({
    where: { method: "PUT", path: "/device-v2/*/config" },
    what: { do: "lost-response" },
  });
  const written = world.cloud.putPlayerConfig(accessToken, world.playerId, { config: details.config });
  expect(await failureOf(written)).toMatchObject({ kind: "unavailable", answerLost: true });
  expect(world.requests("PUT", "/device-v2")).toHaveLength(1);
});

test.each([
  [
    400,
    '{"error":{"code":"bad-request","message":"Invalid timezone provided."}}',
    "Invalid timezone provided.",
  ],
  [413, '{"message":"Request Too Long"}', "Request Too Long"],
  [400, "plain words", "plain words"],
  [400, "<html>nothing for people</html>", "HTTP 400"],
  [400, '{"error":"bad_thing","error_description":"A description"}', "A description"],
])("a refusal %i with the body %s is told in Yoto's words", async (status, body, detail) => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.yoto.faults.add({ where: { path: devicesPath }, what: { do: "status", status, body } });
  expect(await failureOf(world.cloud.devices(accessToken))).toMatchObject({ kind: "rejected", detail });
  expect(world.requests("GET", devicesPath)).toHaveLength(1);
});

test("a refusal that repeats a token is told without it", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const body = JSON.stringify({ message: `Bad header Bearer ${accessToken} in request` });
  world.yoto.faults.add({ where: { path: devicesPath }, what: { do: "status", status: 400, body } });
  const error = await failureOf(world.cloud.devices(accessToken));
  expect(error).toMatchObject({ detail: "Bad header … in request" });
  expect(String(error)).not.toContain(accessToken);
});

test("a 403 about an expired token is a token to be refreshed and no missing scope", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const body = '{"message":"The incoming token has expired"}';
  world.yoto.faults.add({ where: { path: devicesPath }, what: { do: "status", status: 403, body } });
  expect(await failureOf(world.cloud.devices(accessToken))).toMatchObject({ kind: "unauthorized" });
});

test("a 403 without an explanation names the scope that the call is known to need", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  world.yoto.faults.add({ where: { path: devicesPath }, what: { do: "status", status: 403, body: "{}" } });
  expect(await failureOf(world.cloud.devices(accessToken))).toMatchObject({
    kind: "scope-missing",
    missingScope: "family:devices:view",
  });
});

test("a cloud that is not there is unavailable, and nothing can have happened", async () => {
  const world = await startPretendWorld();
  const { accessToken } = await world.link();
  await world[Symbol.asyncDispose]();
  expect(await failureOf(world.cloud.writeCard(accessToken, content))).toMatchObject({
    kind: "unavailable",
    answerLost: false,
  });
});
