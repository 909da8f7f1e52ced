import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PlayerId, YotoCardId } from "../../domain/ids.ts";
import type { Json } from "../../domain/json.ts";
import type { YotoCloud } from "../../ports/yoto-cloud.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import cardBody from "../../yoto/fixtures/card-get-resolved.json" with { type: "json" };
import deviceConfig from "../../yoto/fixtures/device-config.json" with { type: "json" };
import devices from "../../yoto/fixtures/devices-mine.json" with { type: "json" };
import library from "../../yoto/fixtures/library-and-groups.json" with { type: "json" };
import uploads from "../../yoto/fixtures/uploads.json" with { type: "json" };
import { createYotoCloud } from "./yoto-cloud.ts";

let answer: { status?: number; body: string; location?: string; "retry-after"?: string } = { body: "{}" };
const server = createServer((request, response) => {
  request.resume();
  const { status = 200, body, ...headers } = answer;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
});
let cloud: YotoCloud;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const quiet = () => {};
  cloud = createYotoCloud({
    authUrl: url,
    apiUrl: url,
    labsUrl: url,
    clientId: "c",
    version: "0",
    clock: { nowMs: () => 0, sleep: async () => {} },
    chance: { fraction: () => 0, secret: () => "", id: () => "" },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const image = { bytes: new Uint8Array([1]), contentType: "image/png" };
const card = YotoCardId("gzP2B");
const player = PlayerId("y2A");
const group = { name: "G", imageId: "fp-cards", cards: [card] };
const jobBody = {
  job: { jobId: "j", status: "queued", progress: {}, result: { cardId: "gzP2B" }, error: null },
};
const calls: [string, (token: string) => Promise<unknown>, Json][] = [
  ["devices", (token) => cloud.devices(token), devices],
  ["playerDetails", (token) => cloud.playerDetails(token, player), deviceConfig],
  ["cards", (token) => cloud.cards(token), library.contentMine],
  ["card", (token) => cloud.card(token, card), cardBody],
  ["ownedCard", (token) => cloud.ownedCard(token, card), cardBody],
  ["mediaUrl", (token) => cloud.mediaUrl(token, card, "m"), { media: { url: "https://x.example/a" } }],
  ["writeCard", (token) => cloud.writeCard(token, {}), cardBody],
  ["familyLibrary", (token) => cloud.familyLibrary(token), library.familyLibrary],
  ["groups", (token) => cloud.groups(token), library.groupsList],
  ["group", (token) => cloud.group(token, "g"), library.groupsList[0] ?? {}],
  ["createGroup", (token) => cloud.createGroup(token, group), library.groupsList[0] ?? {}],
  ["familyImages", (token) => cloud.familyImages(token), { images: [{ imageId: "i", size: 3 }] }],
  [
    "uploadFamilyImage",
    (token) => cloud.uploadFamilyImage(token, image),
    { imageId: "i", url: "https://x.example" },
  ],
  ["family", (token) => cloud.family(token), { family: { id: "f", Members: [{ Email: "a@b.example" }] } }],
  ["audioUpload", (token) => cloud.audioUpload(token, { sha256: "a", filename: "b" }), uploads.uploadUrl],
  ["transcode", (token) => cloud.transcode(token, "u"), uploads.transcodeDone.body],
  ["uploadCover", (token) => cloud.uploadCover(token, { image, coverType: "myo" }), uploads.cover],
  ["icons", (token) => cloud.icons(token, "yoto"), uploads.publicIcons],
  ["uploadIcon", (token) => cloud.uploadIcon(token, { ...image, convert: true }), uploads.iconExisting],
  ["startSpeechJob", (token) => cloud.startSpeechJob(token, {}), jobBody],
  ["speechJob", (token) => cloud.speechJob(token, "j"), jobBody],
];

test.each(calls)("%s reads the answer that Yoto really gives", async (_name, call, body) => {
  answer = { body: JSON.stringify(body) };
  expect(await call("token")).toBeDefined();
});

/** As it stands in the answer: JSON can say more than our own values can. */
const garbage = fc.oneof(
  fc.constantFrom(
    ...["null", '""', '"notSupported"', "0", "-1", "1e308", "1e999", "-0", "true", "[]", "{}", '{"url":{}}'],
    ...[
      '"NaN"',
      '"12"',
      '"-7"',
      "123456789012345678901234567890",
      '"\\ud800"',
      '"\\u0000"',
      '"../.."',
      '"+"',
    ],
    ...['{"__proto__":{"toString":1}}', '{"a":1,"a":[2]}', '{"constructor":null}', '[[],{},null,"x"]'],
    `"${"x".repeat(3_000)}"`,
    `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
    `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  ),
  fc.json({ maxDepth: 2 }),
);

test.each(calls)(
  "%s survives garbage anywhere in the answer, and no token is told",
  async (_name, call, body) => {
    const places = placesIn(body);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), garbage, async (place, value) => {
        answer = { body: replaced(body, place, value) };
        const failure = await call("token-7f3a").then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) return;
        expect(failure).toBeInstanceOf(YotoTrouble);
        expect(failure).toMatchObject({ kind: "unavailable" });
        expect(`${failure} ${JSON.stringify(failure)}`).not.toContain("token-7f3a");
      }),
      { numRuns: 50 },
    );
  },
);

test("one bad entry in a list costs itself and nothing else", async () => {
  const [kitchen, mini] = devices.devices;
  answer = { body: JSON.stringify({ devices: [kitchen, { deviceId: 7 }, "x", mini] }) };
  expect(await cloud.devices("token")).toMatchObject({
    devices: [{ name: "Kitchen Yoto" }, { name: "Mini" }],
    unreadable: 2,
  });
});

test("an answer with any status and any text ends in a result or in trouble", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 200, max: 599 }).filter((status) => status !== 304 && status !== 204),
      fc.string(),
      async (status, body) => {
        answer = { status, body };
        await cloud.groups("token").catch((error: unknown) => expect(error).toBeInstanceOf(YotoTrouble));
      },
    ),
    { numRuns: 60 },
  );
});

test("an answer without a list is trouble, and no family without players or cards", async () => {
  for (const body of ["{}", "[]", '{"devices":null,"cards":{}}', '{"devices":"x","cards":7}']) {
    answer = { body };
    await expect(cloud.devices("token")).rejects.toMatchObject({ kind: "unavailable" });
    await expect(cloud.cards("token")).rejects.toMatchObject({ kind: "unavailable" });
  }
});

test("an answer that does not end is given up, and told as trouble", async () => {
  answer = { body: `"${"x".repeat(65 * 1024 * 1024)}"` };
  await expect(cloud.createGroup("token", group)).rejects.toMatchObject({
    kind: "unavailable",
    answerLost: true,
  });
});

test("a redirect is an answer only where one is meant", async () => {
  answer = { status: 302, body: "", location: "https://hotspot.example/sign-in" };
  const shortcuts = { day: [], night: [] };
  await expect(cloud.putShortcuts("token", player, shortcuts)).rejects.toMatchObject({ kind: "unavailable" });
  await expect(cloud.deleteCard("token", card)).rejects.toMatchObject({ kind: "unavailable" });
  await expect(cloud.familyImageUrl("token", "i")).resolves.toMatchObject({ host: "hotspot.example" });
});

test.each(["60127", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])(
  "Retry-After %s keeps nobody away for longer than an hour",
  async (retryAfter) => {
    answer = { status: 429, body: "", "retry-after": retryAfter };
    await expect(cloud.devices("token")).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
  },
);

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [at];
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...inside.flatMap(([key, each]: [string | number, unknown]) => placesIn(each, [...at, key]))];
}

function replaced(value: unknown, at: Place, by: string): string {
  const [first, ...rest] = at;
  if (first === undefined) return by;
  const inside = (key: string | number, each: unknown) =>
    key === first ? replaced(each, rest, by) : JSON.stringify(each);
  if (Array.isArray(value)) return `[${value.map((each, index) => inside(index, each)).join()}]`;
  const fields = Object.entries(value as object);
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${inside(key, each)}`).join()}}`;
}
