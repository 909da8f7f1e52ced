import { expect, test } from "vitest";
import { silentMp3 } from "../../src/simulator/player/pretend-audio.ts";
import { pattern } from "../../src/simulator/rest/picture.ts";
import { writePng } from "../../src/simulator/rest/png.ts";
import resolved from "../../src/yoto/fixtures/card-get-resolved.json" with { type: "json" };
import interactive from "../../src/yoto/fixtures/content-post-interactive-stream.json" with { type: "json" };
import library from "../../src/yoto/fixtures/library-and-groups.json" with { type: "json" };
import uploads from "../../src/yoto/fixtures/uploads.json" with { type: "json" };
import { aForeignClient, fieldNames, sha256 } from "./protocol-client.ts";

type Foreign = Awaited<ReturnType<typeof aForeignClient>>;

const recording = new Uint8Array(silentMp3(500)); // 13 s
const picture = new Uint8Array(writePng(pattern("a picture")));

/** Sends a recording as the guide says, and polls until it is there. */
async function upload(foreign: Foreign, bytes: Uint8Array<ArrayBuffer>) {
  const query = `sha256=${sha256(bytes)}&filename=a.mp3`;
  const { upload } = (await foreign.api("GET", `/media/transcode/audio/uploadUrl?${query}`)).body;
  if (upload.uploadUrl !== null)
    expect((await foreign.send("PUT", upload.uploadUrl, bytes, "audio/mpeg", false)).status).toBe(200);
  for (const polls = []; ; await foreign.advance(1_000)) {
    const poll = await foreign.api("GET", `/media/upload/${upload.uploadId}/transcoded?loudnorm=false`);
    polls.push(poll.status);
    if (poll.body.transcode.transcodedSha256) return { upload, polls, transcode: poll.body.transcode };
  }
}

/** A card of one recording, in the shape the documentation asks for. */
const cardOf = (hash: string, over: object = {}) => ({
  title: "Example MYO card",
  content: {
    activity: "yoto_Player",
    version: "1",
    chapters: [
      {
        key: "01",
        title: "Chapter one",
        display: { icon16x16: `yoto:#${uploads.iconNew.displayIcon.mediaId}` },
        tracks: [
          {
            key: "01",
            title: "Chapter one",
            type: "audio",
            format: "opus",
            trackUrl: `yoto:#${hash}`,
            duration: 1,
            fileSize: 1,
            channels: "stereo",
          },
        ],
      },
    ],
    ...over,
  },
});

test("a client that knows only the protocol makes, lists, reads, replaces and deletes a card", async () => {
  await using foreign = await aForeignClient();
  const made = (await foreign.api("POST", "/content", interactive)).body.card;
  expect(made.cardId).toMatch(/^[A-Za-z0-9]{5}$/);
  expect(made.content).toMatchObject(interactive.content);
  expect(made.metadata).toMatchObject({ ...interactive.metadata, authors: [], abridged: false });
  const [listed] = (await foreign.api("GET", "/content/mine")).body.cards;
  expect(Object.keys(listed)).toEqual(
    expect.arrayContaining(Object.keys(library.contentMine.cards[0] ?? {})),
  );
  expect(listed.content?.chapters).toBeUndefined();

  const { cardId } = made;
  await foreign.advance(1_000);
  const again = (await foreign.api("POST", "/content", { ...interactive, cardId, title: "Other" })).body.card;
  expect(again).toMatchObject({ cardId, title: "Other", createdAt: made.createdAt });
  expect(again.updatedAt > made.updatedAt).toBe(true);
  expect((await foreign.api("GET", `/content/${cardId}`)).body.card.title).toBe("Other");

  expect((await foreign.api("DELETE", `/content/${cardId}`)).body).toEqual({ status: "ok" });
  expect((await foreign.api("GET", "/content/mine")).body.cards).toEqual([]);
  expect((await foreign.api("GET", "/content/mine?showdeleted=true")).body.cards).toMatchObject([
    { cardId, deleted: true },
  ]);
  const { deletedCard, cardNotFound, badTimezone } = library.errors;
  const refused = ({ status, body }: { status: number; body: unknown }) => ({ http: status, body });
  expect(refused(await foreign.api("POST", "/content", { ...interactive, cardId }))).toEqual(deletedCard);
  expect(refused(await foreign.api("GET", "/content/abc123"))).toEqual(cardNotFound);
  const { card } = (await foreign.api("POST", "/content", interactive)).body;
  expect(refused(await foreign.api("GET", `/content/${card.cardId}?timezone=Nowhere`))).toEqual(badTimezone);
});

test("a client that knows only the protocol uploads audio once, makes a card of it, and gets it back to hear and to edit", async () => {
  await using foreign = await aForeignClient();
  const { upload: sent, polls, transcode } = await upload(foreign, recording);
  expect(new URL(sent.uploadUrl).search).toContain("X-Amz-Signature=");
  expect([polls[0], polls.at(-1)]).toEqual([uploads.transcodePending.http, uploads.transcodeDone.http]);
  expect(fieldNames({ transcode }).sort()).toEqual(fieldNames(uploads.transcodeDone.body).sort());
  expect(transcode).toMatchObject({
    uploadSha256: sha256(recording),
    transcodedSha256: expect.stringMatching(/^[\w-]{43}$/),
    transcodedInfo: { format: "opus", sampleRate: 48_000, inputFormat: "mp3", duration: 13 },
  });
  expect((await upload(foreign, recording)).upload.uploadUrl).toBeNull();

  const hash = transcode.transcodedSha256;
  const { card } = (await foreign.api("POST", "/content", cardOf(hash))).body;
  const [kept] = card.content.chapters[0].tracks;
  expect(kept).toMatchObject({ trackUrl: `yoto:#${hash}`, duration: 13, fileSize: recording.length });

  const whole = (await foreign.api("GET", `/card/${card.cardId}`)).body;
  expect(Object.keys(whole.ownership).sort()).toEqual(Object.keys(resolved.ownership).sort());
  expect(Object.keys(whole.card)).toEqual(expect.arrayContaining(Object.keys(resolved.card)));
  expect(whole.card.content).toMatchObject({ playbackType: "linear", config: { resumeTimeout: 2_592_000 } });
  const playable = (await foreign.api("GET", `/content/${card.cardId}?playable=true&signingType=s3`)).body
    .card;
  const { trackUrl } = playable.content.chapters[0].tracks[0];
  expect(trackUrl).toMatch(
    new RegExp(`~/${hash}\\?Expires=\\d+&Policy=.+&Signature=.+&Key-Pair-Id=.+#sha256=${hash}$`),
  );
  expect(playable.content.chapters[0].display.icon16x16).toMatch(/^http/);
  const audio = await foreign.ask("GET", trackUrl);
  expect([audio.status, audio.headers.get("content-type"), sha256(audio.body)]).toEqual([
    200,
    "audio/ogg",
    sha256(recording),
  ]);
  const linked = JSON.parse(JSON.stringify(playable).replaceAll(/https?:[^"]+#sha256=/g, "yoto:#"));
  const edited = (await foreign.api("POST", "/content", { ...linked, title: "Edited" })).body.card;
  expect(edited.content.chapters[0].tracks[0]).toEqual(kept);
  expect(edited).toMatchObject({ cardId: card.cardId, title: "Edited" });
  await foreign.advance(3_602_000);
  expect((await foreign.ask("GET", trackUrl)).status).toBe(403);
});

test("a client that knows only the protocol sends covers, icons and family pictures", async () => {
  await using foreign = await aForeignClient();
  const cover = "/media/coverImage/user/me/upload?autoconvert=true&coverType=myo&filename=a";
  const { coverImage } = (await foreign.send("POST", cover, picture, "image/png")).body;
  expect(Object.keys(coverImage).sort()).toEqual(Object.keys(uploads.cover.coverImage).sort());
  expect((await foreign.ask("GET", coverImage.mediaUrl)).headers.get("content-type")).toBe("image/png");

  const icon = "/media/displayIcons/user/me/upload?autoConvert=true&filename=a";
  const first = (await foreign.send("POST", icon, picture, "image/png")).body;
  expect(fieldNames(first).sort()).toEqual(fieldNames(uploads.iconNew).sort());
  const second = (await foreign.send("POST", icon, picture, "image/png")).body;
  expect(Object.keys(second.displayIcon).sort()).toEqual(
    Object.keys(uploads.iconExisting.displayIcon).sort(),
  );
  expect(second.displayIcon).toMatchObject({ mediaId: first.displayIcon.mediaId, url: {} });
  expect((await foreign.api("GET", "/media/displayIcons/user/me")).body.displayIcons).toHaveLength(1);
  const [known] = (await foreign.api("GET", "/media/displayIcons/user/yoto")).body.displayIcons;
  expect(Object.keys(known).sort()).toEqual(Object.keys(uploads.publicIcons.displayIcons[0] ?? {}).sort());
  const form = new FormData();
  form.set("file", new Blob([picture], { type: "image/png" }), "a.png");
  const multipart = await foreign.ask("POST", icon, {
    body: form,
    headers: { authorization: `Bearer ${foreign.token}` },
  });
  expect({ http: multipart.status, body: multipart.body }).toEqual(library.errors.notBinary);

  const { imageId, url } = (await foreign.send("POST", "/media/family/images", picture, "image/png")).body;
  expect([imageId, typeof url]).toEqual([sha256(picture), "string"]);
  await foreign.send("POST", "/media/family/images", picture, "image/png");
  expect((await foreign.api("GET", "/media/family/images")).body.images).toMatchObject([
    { imageId, lastModified: expect.any(String), eTag: expect.any(String), size: picture.length },
  ]);
  const signed = await foreign.api("GET", `/media/family/images/${imageId}?width=640&height=480`);
  expect(signed.status).toBe(302);
  expect((await foreign.ask("GET", signed.headers.get("location") ?? "")).status).toBe(200);
});

test("a client that knows only the protocol lets Labs speak a card, and puts cards into groups", async () => {
  await using foreign = await aForeignClient();
  const spoken = cardOf("");
  const [chapter] = spoken.content.chapters;
  const track = { ...chapter?.tracks[0], type: "elevenlabs", trackUrl: "Once upon a time there was a bear." };
  const text = { ...spoken, content: { ...spoken.content, chapters: [{ ...chapter, tracks: [track] }] } };
  const { job } = (await foreign.api("POST", "/labs/content/job?voiceId=v1", text)).body;
  expect(job).toMatchObject({ status: "queued", progress: expect.any(Object), error: null });
  await foreign.advance(2_000);
  const working = (await foreign.api("GET", `/labs/content/job/${job.jobId}`)).body.job;
  expect(working).toMatchObject({
    status: "processing",
    progress: expect.stringMatching(/^\d\/1 \(\d+%\)$/),
  });
  await foreign.advance(10_000);
  const done = (await foreign.api("GET", `/labs/content/job/${job.jobId}`)).body.job;
  expect(done).toMatchObject({ status: "completed", result: { title: spoken.title } });
  const { cardId } = done.result;

  const groups = "/card/family/library/groups";
  const wanted = {
    name: "Bedtime",
    imageId: "fp-cards",
    items: [{ contentId: cardId }, { contentId: "nope0" }],
  };
  const made = (await foreign.api("POST", groups, wanted)).body;
  expect(Object.keys(made).sort()).toEqual(Object.keys(library.groupsList[0] ?? {}).sort());
  expect(made).toMatchObject({ id: expect.stringMatching(/^\w{21}$/), items: [{ contentId: cardId }] });
  expect((await foreign.api("GET", groups)).body).toEqual([made]);
  const emptied = (await foreign.api("PUT", `${groups}/${made.id}`, { name: "Day", items: [] })).body;
  expect(emptied).toMatchObject({ name: "Day", items: [] });
  const shelf = (await foreign.api("GET", "/card/family/library?view=groups")).body;
  expect(shelf).toMatchObject({ subscriptions: [], groups: [{ name: "Day" }] });
  expect(shelf.cards).toMatchObject([{ cardId, inFamilyLibrary: false }]);
  expect((await foreign.api("DELETE", `${groups}/${made.id}`)).body).toEqual({ id: made.id });
  const gone = await foreign.api("GET", `${groups}/something`);
  expect({ http: gone.status, body: gone.body }).toEqual(library.errors.groupNotFound);
});
