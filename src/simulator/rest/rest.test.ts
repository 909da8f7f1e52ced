import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { virtualClock } from "../clock.ts";
import { deviceAuthorization } from "../device-wire.ts";
import { silentMp3 } from "../player/pretend-audio.ts";
import { type PretendYotoOptions, startPretendYoto } from "../pretend-yoto.ts";
import { api, signIn, until } from "../test-client.ts";
import { pattern } from "./picture.ts";
import { readPng, writePng } from "./png.ts";

async function aFamily(options: PretendYotoOptions = {}) {
  const clock = virtualClock(Date.UTC(2026, 8, 1, 12));
  const yoto = await startPretendYoto({ clock, ...options });
  const account = yoto.accounts.add({ name: "Ada" });
  const stranger = yoto.accounts.add({ name: "Bob" });
  const kitchen = yoto.devices.add({ familyId: account.familyId, model: "v3e", name: "Kitchen" });
  const token = (await signIn(yoto, account)).accessToken;
  const strangerToken = (await signIn(yoto, stranger)).accessToken;
  const call = (method: string, path: string, body?: unknown) => api(yoto, token, method, path, body);
  const send = async (method: string, path: string, bytes: Uint8Array<ArrayBuffer>, type: string) => {
    const answer = await fetch(path.startsWith("http") ? path : `${yoto.url}${path}`, {
      method,
      body: bytes,
      headers: {
        "Content-Type": type,
        ...(path.startsWith("http") ? {} : { Authorization: `Bearer ${token}` }),
      },
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  return {
    yoto,
    clock,
    account,
    kitchen,
    token,
    strangerToken,
    call,
    send,
    [Symbol.asyncDispose]: () => yoto[Symbol.asyncDispose](),
  };
}

const aCard = (over: Record<string, unknown> = {}, content: Record<string, unknown> = {}) => ({
  title: "Rain",
  metadata: { category: "stories" },
  content: {
    activity: "yoto_Player",
    version: "1",
    chapters: [
      {
        key: "01",
        title: "One",
        tracks: [
          {
            key: "01",
            title: "One",
            type: "stream",
            format: "mp3",
            trackUrl: "https://home.example/s/1.mp3",
            duration: 0,
            fileSize: 0,
          },
        ],
      },
    ],
    ...content,
  },
  ...over,
});

test("the device list has the documented fields", async () => {
  await using world = await aFamily();
  const { body } = await world.call("GET", "/device-v2/devices/mine");
  expect(body.devices).toEqual([
    {
      deviceId: world.kitchen.deviceId,
      name: "Kitchen",
      description: expect.stringMatching(/^\w+\.\w+$/),
      online: false,
      releaseChannel: "general",
      deviceType: "v3e",
      deviceFamily: "v3",
      deviceGroup: "e",
      generation: "gen3",
      formFactor: "standard",
      hasUserGivenName: true,
    },
  ]);
  expect(world.kitchen.deviceId).toMatch(/^y2\w{22}$/);
});

test.each([
  ["v1", "v1", "", "gen1", "standard"],
  ["v2", "v2", "", "gen2", "standard"],
  ["v3", "v3", "", "gen3", "standard"],
  ["minie", "mini", "e", "gen3", "mini"],
] as const)("a %s is of the family %s", async (model, deviceFamily, deviceGroup, generation, formFactor) => {
  await using world = await aFamily();
  world.yoto.devices.add({ familyId: world.account.familyId, model });
  const { body } = await world.call("GET", "/device-v2/devices/mine");
  expect(body.devices[1]).toMatchObject({
    deviceType: model,
    deviceFamily,
    deviceGroup,
    generation,
    formFactor,
    hasUserGivenName: false,
  });
});

test.each([
  ["GET", "/device-v2/devices/mine", "family:devices:view"],
  ["GET", "/device-v2/DEVICE/config", "family:devices:manage"],
  ["PUT", "/device-v2/DEVICE/shortcuts", "family:devices:manage"],
  ["POST", "/device-v2/DEVICE/command/status", "family:devices:control"],
  ["GET", "/content/mine", "user:content:view"],
  ["POST", "/content", "user:content:manage"],
  ["POST", "/content/bulk", "user:content:manage-bulk"],
  ["DELETE", "/content/abcde", "user:content:manage"],
  ["GET", "/card/abcde", "family:library:view"],
  ["GET", "/card/family/library", "family:library:view"],
  ["GET", "/card/family/library/groups", "family:library:view"],
  ["POST", "/card/family/library/groups", "family:library:manage"],
  ["GET", "/media/family/images", "family:library:view"],
  ["POST", "/media/family/images", "family:library:manage"],
  ["GET", "/user/family", "family:view"],
  ["GET", "/media/transcode/audio/uploadUrl", "user:content:manage"],
  ["GET", "/media/upload/x/transcoded", "user:content:manage"],
  ["POST", "/media/coverImage/user/me/upload", "user:content:manage"],
  ["GET", "/media/displayIcons/user/me", "user:icons:manage"],
  ["POST", "/media/displayIcons/user/me/upload", "user:icons:manage"],
  ["POST", "/labs/content/job", "user:content:manage"],
])("%s %s without %s is a 403 that names it", async (method, path, scope) => {
  await using world = await aFamily();
  const { accessToken } = await signIn(world.yoto, world.account, "openid");
  const answer = await api(world.yoto, accessToken, method, path.replace("DEVICE", world.kitchen.deviceId));
  expect(answer).toMatchObject({ status: 403, body: { error: { message: expect.stringContaining(scope) } } });
});

test("no token, a forged one and an expired one are a 401", async () => {
  await using world = await aFamily();
  expect((await fetch(`${world.yoto.url}/content/mine`)).status).toBe(401);
  expect((await api(world.yoto, `${world.token}x`, "GET", "/content/mine")).status).toBe(401);
  await world.clock.advance(3_601_000);
  expect(await world.call("GET", "/content/mine")).toMatchObject({
    status: 401,
    body: { error: { code: "unauthorized" } },
  });
});

test("what is not yours is not there", async () => {
  await using world = await aFamily();
  const { yoto, strangerToken, kitchen } = world;
  const { cardId } = (await world.call("POST", "/content", aCard())).body.card;
  for (const path of [`/device-v2/${kitchen.deviceId}/config`, `/content/${cardId}`, `/card/${cardId}`])
    expect(await api(yoto, strangerToken, "GET", path)).toMatchObject({
      status: 404,
      body: { error: { code: "not-found" } },
    });
  expect((await api(yoto, strangerToken, "DELETE", `/content/${cardId}`)).status).toBe(404);
  expect((await api(yoto, strangerToken, "POST", "/content", aCard({ cardId }))).body.error.message).toBe(
    `Card ${cardId} does not exist.`,
  );
});

test("an unknown route answers in Yoto's envelope", async () => {
  await using world = await aFamily();
  expect(await world.call("GET", "/no/such/thing")).toEqual({
    status: 404,
    body: { error: { code: "not-found", message: "No route GET /no/such/thing" } },
  });
});

test("writing config replaces all of it: what is left out falls back", async () => {
  await using world = await aFamily();
  const path = `/device-v2/${world.kitchen.deviceId}/config`;
  const before = (await world.call("GET", path)).body.device;
  expect(before.config.maxVolumeLimit).toBe("16");
  await world.call("PUT", path, {
    deviceId: world.kitchen.deviceId,
    config: { ...before.config, hourFormat: "24" },
  });
  await world.call("PUT", path, { name: "Den", config: { maxVolumeLimit: "10" } });
  const after = (await world.call("GET", path)).body.device;
  expect([after.name, after.config.maxVolumeLimit, after.config.hourFormat]).toEqual(["Den", "10", "12"]);
});

test("shortcuts can be written, read in config, and not read alone", async () => {
  await using world = await aFamily();
  const base = `/device-v2/${world.kitchen.deviceId}`;
  const shortcuts = { modes: { day: { content: [] }, night: { content: [] } }, versionId: "v9" };
  expect(await world.call("PUT", `${base}/shortcuts`, { shortcuts })).toEqual({
    status: 200,
    body: { status: "ok" },
  });
  expect((await world.call("GET", `${base}/config`)).body.device.shortcuts).toEqual(shortcuts);
  expect((await world.call("GET", `${base}/shortcuts`)).status).toBe(403);
});

test("the retired status is a 403 until switched on", async () => {
  await using world = await aFamily();
  const path = `/device-v2/${world.kitchen.deviceId}/status`;
  expect((await world.call("GET", path)).status).toBe(403);
  world.yoto.switches.deviceStatusAnswers = true;
  expect((await world.call("GET", path)).body).toMatchObject({
    deviceId: world.kitchen.deviceId,
    isOnline: false,
  });
});

test("a card is made, listed without chapters, replaced, read, and deleted for good", async () => {
  await using world = await aFamily();
  const made = (await world.call("POST", "/content", aCard({ slug: "kept" }))).body.card;
  expect(made).toMatchObject({
    cardId: expect.stringMatching(/^[A-Za-z0-9]{5}$/),
    userId: world.account.sub,
    slug: "kept",
    metadata: { authors: [], abridged: false, category: "stories" },
    content: { config: { resumeTimeout: 2_592_000 }, playbackType: "linear" },
  });
  const { cards } = (await world.call("GET", "/content/mine")).body;
  expect(cards).toHaveLength(1);
  expect(cards[0].content.chapters).toBeUndefined();

  const { cardId } = made;
  const replaced = (await world.call("POST", "/content", aCard({ cardId, title: "Snow" }))).body.card;
  expect([replaced.title, replaced.createdAt, replaced.slug]).toEqual(["Snow", made.createdAt, undefined]);
  expect(replaced.updatedAt > made.updatedAt).toBe(true);

  expect((await world.call("DELETE", `/content/${cardId}`)).body).toEqual({ status: "ok" });
  expect((await world.call("GET", `/content/${cardId}`)).status).toBe(404);
  expect((await world.call("GET", "/content/mine?showdeleted=true")).body.cards[0].deleted).toBe(true);
  expect(await world.call("POST", "/content", aCard({ cardId }))).toEqual({
    status: 400,
    body: { error: { code: "bad-request", message: "Deleted card cannot be restored" } },
  });
});

test.each([
  [
    "an object for chapters",
    aCard({}, { chapters: {} }),
    "body.content.chapters: Invalid input: expected array, received object",
  ],
  [
    "a number for version",
    aCard({}, { version: 1 }),
    "body.content.version: Invalid input: expected string, received number",
  ],
])("%s is refused in the real server's words", async (_, card, message) => {
  await using world = await aFamily();
  expect(await world.call("POST", "/content", card)).toEqual({
    status: 400,
    body: { error: { code: "bad-request", message } },
  });
});

test.each([undefined, "m4a", 7])("a track whose format is %s is refused", async (format) => {
  await using world = await aFamily();
  const [chapter] = aCard().content.chapters;
  const card = aCard({}, { chapters: [{ ...chapter, tracks: [{ ...chapter?.tracks[0], format }] }] });
  const { status, body } = await world.call("POST", "/content", card);
  expect(status).toBe(400);
  expect(body.error.message).toContain("body.content.chapters.0.tracks.0.format: Invalid option");
});

test("a hundred tracks fit on a card and one more does not", async () => {
  await using world = await aFamily();
  const [chapter] = aCard().content.chapters;
  const of = (count: number) =>
    aCard({}, { chapters: Array.from({ length: count }, (_, at) => ({ ...chapter, key: String(at) })) });
  expect((await world.call("POST", "/content", of(100))).status).toBe(200);
  expect((await world.call("POST", "/content", of(101))).body.error.message).toContain(
    "track count is limited to 100",
  );
});

test("uploaded audio is transcoded step by step, kept under its hash, and played from an address that expires", async () => {
  await using world = await aFamily();
  const { call, clock } = world;
  const bytes = Buffer.from(silentMp3(400));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const path = `/media/transcode/audio/uploadUrl?sha256=${sha256}&filename=rain.mp3`;
  const { uploadId, uploadUrl } = (await call("GET", path)).body.upload;
  expect(
    (await fetch(uploadUrl, { method: "PUT", headers: { Authorization: "Bearer x" }, body: bytes })).status,
  ).toBe(400);
  expect((await world.send("PUT", uploadUrl, bytes, "audio/mpeg")).status).toBe(200);

  const poll = () => call("GET", `/media/upload/${uploadId}/transcoded?loudnorm=false`);
  await clock.advance(2_000);
  expect(await poll()).toEqual({
    status: 202,
    body: { transcode: { progress: { phase: "transcoding", percent: 50 } } },
  });
  await clock.advance(2_000);
  const { transcode } = (await poll()).body;
  const hash = createHash("sha256").update(bytes).digest("base64url");
  expect(transcode).toMatchObject({
    transcodedSha256: hash,
    uploadSha256: sha256,
    uploadFilename: "rain.mp3",
    transcodedInfo: { format: "opus", duration: 10, fileSize: bytes.length, inputFormat: "mp3" },
    progress: { phase: "complete", percent: 100 },
  });
  expect((await call("GET", path)).body.upload.uploadUrl).toBeNull();

  const card = aCard();
  const track = {
    key: "01",
    title: "One",
    type: "audio",
    format: "opus",
    trackUrl: `yoto:#${hash}`,
    duration: 1,
    fileSize: 1,
  };
  card.content.chapters = [{ key: "01", title: "One", tracks: [track] }];
  const kept = (await call("POST", "/content", card)).body.card;
  expect(kept.content.chapters[0].tracks[0]).toMatchObject({
    trackUrl: `yoto:#${hash}`,
    duration: 10,
    fileSize: bytes.length,
  });

  const playable = async () =>
    (await call("GET", `/content/${kept.cardId}?playable=true`)).body.card.content.chapters[0].tracks[0]
      .trackUrl;
  const [first, second] = [await playable(), await playable()];
  expect(first).not.toBe(second);
  expect(new URL(first).hash).toBe(`#sha256=${hash}`);
  const part = await fetch(first, { headers: { Range: "bytes=10-19" } });
  expect([part.status, part.headers.get("content-range"), part.headers.get("content-type")]).toEqual([
    206,
    `bytes 10-19/${bytes.length}`,
    "audio/ogg",
  ]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect((await fetch(first.replace(/Signature=./, "Signature=!"))).status).toBe(403);
  await clock.advance(3_601_000);
  expect((await fetch(first)).status).toBe(403);
});

test("a track whose audio the cloud does not have is refused, unless the check is skipped", async () => {
  await using world = await aFamily();
  const card = aCard();
  const track = {
    key: "01",
    title: "One",
    type: "audio",
    format: "opus",
    trackUrl: `yoto:#${"a".repeat(43)}`,
    duration: 1,
    fileSize: 1,
  };
  card.content.chapters = [{ key: "01", title: "One", tracks: [track] }];
  expect((await world.call("POST", "/content", card)).status).toBe(400);
  expect((await world.call("POST", "/content?skipMediaFileCheck=true", card)).status).toBe(200);
});

test.each([
  ["text", Buffer.from("not audio at all, however long the text may be ".repeat(40)), undefined],
  ["an empty file", Buffer.alloc(0), undefined],
  ["audio the transcoder chokes on", Buffer.from(silentMp3(100)), { do: "fail", phase: "aborted" } as const],
])("the transcode of %s fails and says so", async (_, bytes, fault) => {
  await using world = await aFamily();
  if (fault !== undefined) world.yoto.faults.add({ where: { work: "transcode" }, what: fault });
  const { uploadId, uploadUrl } = (await world.call("GET", "/media/transcode/audio/uploadUrl")).body.upload;
  await world.send("PUT", uploadUrl, bytes, "audio/mpeg");
  await world.clock.advance(5_000);
  const { transcode } = (await world.call("GET", `/media/upload/${uploadId}/transcoded`)).body;
  expect(transcode.progress.phase).toBe(fault?.phase ?? "failed");
  expect(transcode.transcodedSha256).toBeUndefined();
});

test("a stalled transcode stays where it is", async () => {
  await using world = await aFamily();
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "stall" } });
  const { uploadId, uploadUrl } = (await world.call("GET", "/media/transcode/audio/uploadUrl")).body.upload;
  await world.send("PUT", uploadUrl, Buffer.from(silentMp3(100)), "audio/mpeg");
  await world.clock.advance(600_000);
  const { body } = await world.call("GET", `/media/upload/${uploadId}/transcoded`);
  expect(body.transcode.progress).toEqual({ phase: "transcoding", percent: 37 });
});

test("players fetch cards with their own credentials, unchanged ones without a body", async () => {
  await using world = await aFamily();
  const { cardId, updatedAt } = (await world.call("POST", "/content", aCard())).body.card;
  const authorization = deviceAuthorization(world.kitchen);
  const get = (headers: Record<string, string>) => fetch(`${world.yoto.url}/card/${cardId}`, { headers });
  const first = await get({ authorization });
  expect(first.headers.get("etag")).toBe(`"${updatedAt}"`);
  expect(await first.json()).toMatchObject({ card: { cardId }, ownership: { cardIsMadeByUser: true } });
  expect((await get({ authorization, "if-none-match": `"${updatedAt}"` })).status).toBe(304);
  expect((await get({ authorization: `${authorization}x` })).status).toBe(401);
  const shop = await fetch(`${world.yoto.url}/card/3nC80`, { headers: { authorization } });
  expect(shop.status).toBe(200);
});

test("icons: 16 × 16 as raw bytes; converted when asked; an old one comes without an address", async () => {
  await using world = await aFamily();
  const upload = "/media/displayIcons/user/me/upload";
  const big = writePng({ width: 40, height: 30, rgba: new Uint8Array(4_800).fill(255) });
  expect(await world.send("POST", `${upload}?autoConvert=false`, big, "image/png")).toMatchObject({
    status: 400,
  });
  expect((await world.send("POST", upload, big, "multipart/form-data; boundary=x")).body.error.message).toBe(
    "A binary image file is required",
  );
  const { displayIcon } = (await world.send("POST", `${upload}?autoConvert=true`, big, "image/png")).body;
  expect(displayIcon).toMatchObject({ new: true, mediaId: expect.stringMatching(/^[\w-]{43}$/) });
  const stored = readPng(Buffer.from(await (await fetch(displayIcon.url)).arrayBuffer()));
  expect([stored?.width, stored?.height, stored?.rgba[0]]).toEqual([16, 16, 170]);

  const again = (await world.send("POST", `${upload}?autoConvert=true`, big, "image/png")).body.displayIcon;
  expect(again).toMatchObject({ mediaId: displayIcon.mediaId, url: {}, _id: displayIcon.displayIconId });
  expect(again.new).toBeUndefined();

  const ready = writePng(pattern("x"));
  const kept = (await world.send("POST", `${upload}?autoConvert=false`, ready, "image/png")).body.displayIcon;
  expect(kept.mediaId).toBe(createHash("sha256").update(ready).digest("base64url"));
  expect((await world.call("GET", "/media/displayIcons/user/me")).body.displayIcons).toHaveLength(2);
  expect((await world.call("GET", "/media/displayIcons/user/yoto")).body.displayIcons.length).toBeGreaterThan(
    10,
  );
});

test("covers and family pictures are kept; a family picture redirects to a signed address", async () => {
  await using world = await aFamily();
  const picture = writePng(pattern("cover"));
  const { coverImage } = (
    await world.send(
      "POST",
      "/media/coverImage/user/me/upload?autoconvert=true&coverType=default",
      picture,
      "image/png",
    )
  ).body;
  expect(Buffer.from(await (await fetch(coverImage.mediaUrl)).arrayBuffer())).toEqual(picture);

  const { imageId } = (await world.send("POST", "/media/family/images", picture, "image/png")).body;
  expect(imageId).toBe(createHash("sha256").update(picture).digest("hex"));
  await world.send("POST", "/media/family/images", picture, "image/png");
  expect((await world.call("GET", "/media/family/images")).body.images).toHaveLength(1);
  const headers = { Authorization: `Bearer ${world.token}` };
  const url = `${world.yoto.url}/media/family/images/${imageId}?width=320&height=320`;
  const answer = await fetch(url, { headers, redirect: "manual" });
  expect(answer.status).toBe(302);
  expect((await fetch(answer.headers.get("location") ?? "")).status).toBe(200);
  expect((await fetch(url.replace("320", "321"), { headers })).status).toBe(400);
});

test("groups are a bare array, drop what they do not know, and end after twenty", async () => {
  await using world = await aFamily();
  const { yoto, account, call } = world;
  yoto.families.addToLibrary(account.familyId, "3nC80");
  const path = "/card/family/library/groups";
  const group = (
    await call("POST", path, {
      name: "Bedtime",
      imageId: "fp-cards",
      items: [{ contentId: "3nC80" }, { contentId: "nope1" }],
    })
  ).body;
  expect(group).toMatchObject({ name: "Bedtime", familyId: account.familyId, cards: [] });
  expect(group.items).toEqual([{ contentId: "3nC80", addedAt: expect.any(String) }]);
  expect((await call("GET", path)).body).toEqual([group]);
  expect((await call("PUT", `${path}/${group.id}`, { name: "Night", items: [] })).body.items).toEqual([]);
  expect((await call("GET", "/card/family/library?view=groups")).body.groups).toHaveLength(1);
  expect((await call("DELETE", `${path}/${group.id}`)).body).toEqual({ id: group.id });
  expect((await call("GET", `${path}/${group.id}`)).body.error.message).toBe(
    `Group '${group.id}' not found for family`,
  );
  for (let at = 0; at < 20; at++) await call("POST", path, { name: `G${at}` });
  expect((await call("POST", path, { name: "one too many" })).status).toBe(400);
});

test("the library shows shop cards and, marked, what the family made", async () => {
  await using world = await aFamily();
  const { yoto, account, call } = world;
  yoto.families.addToLibrary(account.familyId, "3nC80");
  yoto.families.addToLibrary(account.familyId, "b0Teo", { accessExpiresAt: "2024-06-28T23:59:59.999Z" });
  await call("POST", "/content", aCard());
  const { cards } = (await call("GET", "/card/family/library")).body;
  expect(cards.map((card: { inFamilyLibrary: boolean }) => card.inFamilyLibrary)).toEqual([true, false]);
  expect(cards[0]).toMatchObject({ cardId: "3nC80", reason: "physical-add", card: { title: "Yoto Daily" } });
  expect((await call("GET", "/card/family/library?showexpired=true")).body.cards).toHaveLength(3);
  expect((await call("GET", "/user/family")).body.family.Members[0].Email).toBe(account.email);
});

test("chapters of later days are left out where the listener is", async () => {
  await using world = await aFamily();
  const [chapter] = aCard().content.chapters;
  const card = aCard({}, { chapters: [chapter, { ...chapter, key: "02", availableFrom: "2026-09-02" }] });
  const { cardId } = (await world.call("POST", "/content", card)).body.card;
  const shown = async (timezone: string) =>
    (await world.call("GET", `/content/${cardId}?timezone=${timezone}`)).body.card?.content.chapters.length;
  expect(await shown("Europe/London")).toBe(1);
  expect(await shown("Pacific/Auckland")).toBe(2);
  expect((await world.call("GET", `/content/${cardId}?timezone=Moon/Base`)).body.error.message).toBe(
    "Invalid timezone provided.",
  );
});

test("a text-to-speech job runs to a card one can play", async () => {
  await using world = await aFamily();
  const track = {
    key: "01",
    title: "One",
    type: "elevenlabs",
    format: "mp3",
    trackUrl: "Once upon a time in the rain",
  };
  const { job } = (
    await world.call(
      "POST",
      "/labs/content/job?voiceId=x",
      aCard({}, { chapters: [{ key: "01", title: "One", tracks: [track] }] }),
    )
  ).body;
  expect(job).toMatchObject({ status: "queued", progress: { current: 0, total: 1 } });
  await world.clock.advance(1_500);
  const read = async () => (await world.call("GET", `/labs/content/job/${job.jobId}`)).body.job;
  expect(await read()).toMatchObject({ status: "processing", progress: "0/1 (0%)" });
  await world.clock.advance(2_000);
  const done = await read();
  expect(done).toMatchObject({ status: "completed", result: { title: "Rain" } });
  const { card } = (await world.call("GET", `/content/${done.result.cardId}?playable=true`)).body;
  const [made] = card.content.chapters[0].tracks;
  expect(made).toMatchObject({ type: "audio", duration: 3 });
  expect((await fetch(made.trackUrl)).status).toBe(200);
});

test("the journal has requests and answers in their order", async () => {
  await using world = await aFamily();
  await world.call("GET", "/content/mine");
  const entries = world.yoto.journal
    .entries()
    .filter((entry) => "url" in entry && entry.url === "/content/mine");
  expect(entries.map((entry) => entry.kind)).toEqual(["request", "http"]);
  expect(entries[1]).toMatchObject({ status: 200, request: entries[0]?.number, bytes: expect.any(Number) });
});

test("writing settings tells the player", async () => {
  await using world = await aFamily();
  await world.call("PUT", `/device-v2/${world.kitchen.deviceId}/config`, { config: {} });
  await until("message", () =>
    world.yoto.journal
      .entries()
      .some((entry) => entry.kind === "mqtt" && entry.topic.endsWith("/command/config/changed")),
  );
});
