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

let answer: { status?: number; body: string } = { body: "{}" };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
  response.end(answer.body);
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

const garbage = fc.oneof(
  fc.constantFrom<unknown>(null, "", "notSupported", 0, -1, 1e308, true, [], {}, "x".repeat(3_000), {
    url: {},
  }),
  fc.jsonValue({ maxDepth: 2 }),
);

test.each(calls)(
  "%s survives garbage anywhere in the answer, and no token is told",
  async (_name, call, body) => {
    const places = placesIn(body);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), garbage, async (place, value) => {
        answer = { body: JSON.stringify(replaced(body, place, value)) };
        const failure = await call("token-7f3a").then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) return;
        expect(failure).toBeInstanceOf(YotoTrouble);
        expect(failure).toMatchObject({ kind: "unavailable" });
        expect(`${failure} ${JSON.stringify(failure)}`).not.toContain("token-7f3a");
      }),
      { numRuns: 25 },
    );
  },
);

test("one bad entry in a list costs itself and nothing else", async () => {
  const [kitchen, mini] = devices.devices;
  answer = { body: JSON.stringify({ devices: [kitchen, { deviceId: 7 }, "x", mini] }) };
  expect(await cloud.devices("token")).toMatchObject([{ name: "Kitchen Yoto" }, { name: "Mini" }]);
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

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [at];
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...inside.flatMap(([key, each]: [string | number, unknown]) => placesIn(each, [...at, key]))];
}

function replaced(value: unknown, [first, ...rest]: Place, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((each, index) => (index === first ? replaced(each, rest, by) : each));
  return { ...(value as object), [first]: replaced((value as Record<string, unknown>)[first], rest, by) };
}
