import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

/** A GIF of one pixel. */
const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

test("an icon is uploaded as raw bytes, and the same again comes back without an address and without trouble", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const icon = { bytes: gif, contentType: "image/gif", filename: "dot.gif", convert: true };
  const first = await world.cloud.uploadIcon(accessToken, icon);
  expect(first).toMatchObject({ isNew: true, mediaId: expect.stringMatching(/^[\w-]{43}$/) });
  const second = await world.cloud.uploadIcon(accessToken, icon);
  expect(second).toEqual({ mediaId: first.mediaId, tags: [], isNew: false });
  expect(world.requests("POST", "/media/displayIcons/user/me/upload?autoConvert=true")).toHaveLength(2);
  expect(await world.cloud.icons(accessToken, "me")).toMatchObject([{ mediaId: first.mediaId }]);
});

test("an icon that may not be converted and does not fit is refused in Yoto's words", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const icon = { bytes: gif, contentType: "image/gif", convert: false };
  expect(await failureOf(world.cloud.uploadIcon(accessToken, icon))).toMatchObject({ kind: "rejected" });
});

test("Yoto's public icons have titles and tags", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const icons = await world.cloud.icons(accessToken, "yoto");
  expect(icons.length).toBeGreaterThan(5);
  expect(icons[0]).toMatchObject({
    title: expect.any(String),
    tags: [expect.any(String)],
    url: expect.any(String),
  });
});

test("a cover is uploaded from bytes or from an address", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const image = { bytes: gif, contentType: "image/gif", filename: "cover.gif" };
  const fromBytes = await world.cloud.uploadCover(accessToken, { image, coverType: "myo" });
  expect(fromBytes.url).toContain(fromBytes.mediaId);

  const web = createServer((_request, response) => response.setHeader("content-type", "image/gif").end(gif));
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const fromUrl = new URL(`http://127.0.0.1:${(web.address() as AddressInfo).port}/cover.gif`);
  const again = await world.cloud.uploadCover(accessToken, { image: { fromUrl }, coverType: "default" });
  expect(again.mediaId).toBe(fromBytes.mediaId);
  web.closeAllConnections();
  web.close();
});

test("a family image is uploaded, listed and found at an address that lives for days", async () => {
  await using world = await startPretendWorld();
  const { accessToken } = await world.link();
  const { imageId } = await world.cloud.uploadFamilyImage(accessToken, {
    bytes: gif,
    contentType: "image/gif",
  });
  expect(await world.cloud.familyImages(accessToken)).toMatchObject([{ imageId, bytes: gif.byteLength }]);
  const url = await world.cloud.familyImageUrl(accessToken, imageId);
  expect(await (await fetch(url ?? "")).bytes()).toEqual(new Uint8Array(gif));
  expect(await world.cloud.familyImageUrl(accessToken, "unknown")).toBeUndefined();
});

test("a card whose text Yoto speaks is a job that ends in a card", async () => {
  await using world = await startPretendWorld({ switches: { speechJobSeconds: 0 } });
  const { accessToken } = await world.link();
  const track = { key: "01", title: "One", type: "elevenlabs", format: "mp3", trackUrl: "Once upon a time" };
  const card = { title: "Spoken", content: { chapters: [{ key: "01", title: "One", tracks: [track] }] } };
  const started = await world.cloud.startSpeechJob(accessToken, card, { voiceId: "v1" });
  await expect
    .poll(() => world.cloud.speechJob(accessToken, started.jobId))
    .toMatchObject({ is: "completed", yotoCardId: expect.any(String) });
  expect(await world.cloud.speechJob(accessToken, "unknown")).toBeUndefined();
});
