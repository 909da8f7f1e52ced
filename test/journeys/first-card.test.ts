import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Book } from "../../src/http/schema/book.ts";
import type { Job } from "../../src/http/schema/job.ts";
import type { UploadPlan } from "../../src/http/schema/upload.ts";
import { anMp3 } from "../browser/an-mp3.ts";
import { aParent, type Parent, theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { aDataFolder, startProduct } from "./running-product.ts";
import { shapes, sharedInFile, someHome, soon } from "./some-home.ts";

type Player = {
  readonly id: string;
  readonly name: string;
  readonly volume?: { readonly percent: number };
  readonly playback: {
    readonly status: string;
    readonly card?: { readonly title?: string };
    readonly position?: { readonly seconds: number; readonly atMs: number };
  };
};

describe.each(shapes)("%s", (shape) => {
  const home = sharedInFile(() => someHome(shape));

  test("a parent's own MP3 plays on a player, is seen, steered and ends when the card is pulled", async () => {
    const { parent, family } = await home();
    const mp3 = await anMp3(20);
    const kitchen = async () => {
      const { items } = await parent.ask<{ items: Player[] }>("GET", "/api/players");
      const found = items.find((each) => each.name === "Kitchen");
      if (found === undefined) throw new Error("no Kitchen yet");
      return found;
    };

    const upload = await parent.send("POST", "/api/audio?name=Bear%20hunt.mp3", {
      body: new Uint8Array(mp3),
      headers: { "content-type": "audio/mpeg" },
    });
    expect(upload.status).toBeLessThan(300);
    const { audio } = (await upload.json()) as { audio: { id: string; seconds: number; playUrl: string } };
    expect(audio.seconds).toBeCloseTo(20, 0);
    expect(mp3.includes(await soundOf(parent, audio.playUrl))).toBe(true);

    const card = await parent.ask<{ id: string; published: { yotoCardId: string } }>("POST", "/api/cards", {
      title: "Bear hunt",
      audio: [audio.id],
    });
    await family.do("Kitchen", "insert", { cardId: card.published.yotoCardId });
    await vi.waitFor(async () => {
      expect((await kitchen()).playback).toMatchObject({ status: "playing", card: { title: "Bear hunt" } });
    }, soon);
    await vi.waitFor(
      async () => expect((await family.player("Kitchen")).state.positionSeconds).toBeGreaterThan(1),
      soon,
    );
    expect((await kitchen()).playback.position?.atMs).toBeGreaterThan(0);

    const control = (body: object) =>
      kitchen().then(({ id }) => parent.ask("POST", `/api/players/${id}/control`, body));
    await control({ action: "pause" });
    await vi.waitFor(async () => expect((await family.player("Kitchen")).state.state).toBe("paused"), soon);
    await vi.waitFor(async () => expect((await kitchen()).playback.status).toBe("paused"), soon);
    await control({ action: "volume", percent: 25 });
    await vi.waitFor(async () => expect((await family.player("Kitchen")).state.volume).toBe(4), soon);
    await vi.waitFor(async () => expect((await kitchen()).volume?.percent).toBe(25), soon);
    await control({ action: "play" });
    await vi.waitFor(async () => expect((await family.player("Kitchen")).state.state).toBe("playing"), soon);

    await family.do("Kitchen", "remove");
    await vi.waitFor(
      async () => expect((await kitchen()).playback).toMatchObject({ status: "stopped" }),
      soon,
    );
    expect((await kitchen()).playback.card).toBeUndefined();
  });

  test("the bytes a player fetches are the file's audio, in the order of the card", async () => {
    const { parent, family } = await home();
    const pieces: { id: string; sha256: string }[] = [];
    for (const hertz of [220, 330]) {
      const added = await parent.send("POST", `/api/audio?name=${hertz}.mp3`, {
        body: new Uint8Array(await anMp3(2, hertz)),
        headers: { "content-type": "audio/mpeg" },
      });
      const { audio } = (await added.json()) as { audio: { id: string; playUrl: string } };
      const stored = await soundOf(parent, audio.playUrl);
      pieces.push({ id: audio.id, sha256: createHash("sha256").update(stored).digest("hex") });
    }
    const card = await parent.ask<{ published: { yotoCardId: string } }>("POST", "/api/cards", {
      title: "Two tones",
      audio: pieces.map(({ id }) => id),
    });

    const before = (await family.journal()).at(-1)?.number ?? 0;
    await family.do("Bedroom", "insert", { cardId: card.published.yotoCardId });
    await vi.waitFor(async () => {
      const requests = (await family.journal()).filter(
        ({ number, from, status, sha256 }) =>
          number > before && from === "player" && status === 200 && sha256 !== undefined,
      );
      expect(requests.slice(0, 2)).toMatchObject(pieces.map(({ sha256 }) => ({ method: "GET", sha256 })));
    }, soon);
    await family.do("Bedroom", "remove");
  });

  test("a book that is sent is read aloud, its words are found, and a card plays its chapters in order", async () => {
    const { parent, family } = await home();
    const ended = (id: string) =>
      vi.waitFor(async () => {
        const job = await parent.ask<Job>("GET", `/api/jobs/${id}`);
        expect(job.state, job.note).toBe("done");
        return job;
      }, soon);
    const rest = "He looked at the moon, and the moon looked at him. ".repeat(3);
    const text = `# Owls\n\n## Dusk\n\nThe owl woke up hungry. ${rest}\n\n## Dawn\n\nThe owl went to sleep. ${rest}`;
    const { result: read } = await ended((await sent(parent, "owls.md", text, "book")).id);
    const book = `/api/books/${read?.["bookId"]}`;
    const { chapters } = await parent.ask<Book>("GET", book);
    expect(chapters.map(({ title }) => title)).toEqual(["Dusk", "Dawn"]);
    const order = await parent.ask<Job>("POST", `${book}/speak`, { chapters: [0, 1] });
    const { result } = await ended(order.id);
    const audio = result?.["audioIds"] as string[];
    expect(audio).toHaveLength(2);
    await vi.waitFor(async () => {
      const found = await parent.ask<{ items: { title: string }[] }>("GET", "/api/audio?q=hungry");
      expect(found.items).toMatchObject([{ title: "Dusk", album: "Owls" }]);
    }, soon);

    const sounds = audio.map(async (id) => {
      const { playUrl } = await parent.ask<{ playUrl: string }>("GET", `/api/audio/${id}`);
      return createHash("sha256")
        .update(await soundOf(parent, playUrl))
        .digest("hex");
    });
    const card = await parent.ask<{ published: { yotoCardId: string } }>("POST", "/api/cards", {
      title: "Owls",
      audio,
    });
    const before = (await family.journal()).at(-1)?.number ?? 0;
    await family.do("Kitchen", "insert", { cardId: card.published.yotoCardId });
    await vi.waitFor(async () => {
      const heard = (await family.journal()).flatMap(({ number, from, status, sha256 }) =>
        number > before && from === "player" && status === 200 && sha256 !== undefined ? [sha256] : [],
      );
      expect(heard.slice(0, 2)).toEqual(await Promise.all(sounds));
    }, soon);
    await family.do("Kitchen", "remove");
  });
});

/** Sends a file to where the server wants it. */
async function sent(parent: Parent, name: string, text: string, becomes: "book"): Promise<Job> {
  const bytes = new TextEncoder().encode(text);
  const wanted = { name, bytes: bytes.length, becomes };
  const plan = await parent.ask<UploadPlan>("POST", "/api/audio/uploads", wanted);
  if (plan.is === "here") {
    const answer = await parent.send("POST", plan.url, { body: bytes });
    return ((await answer.json()) as { job: Job }).job;
  }
  for (const { url, first, last } of plan.parts)
    await fetch(url, { method: "PUT", body: bytes.slice(first, last + 1) });
  const done = { name, token: plan.token, becomes };
  return (await parent.ask<{ job: Job }>("POST", `/api/audio/uploads/${plan.id}/complete`, done)).job;
}

/** What is heard at an address of ours: from us, or from where we send. */
async function soundOf(parent: Parent, playUrl: string): Promise<Buffer> {
  const played = await parent.send("GET", playUrl);
  const elsewhere = played.headers.get("location");
  return Buffer.from(await (elsewhere === null ? played : await fetch(elsewhere)).arrayBuffer());
}

// Only at home: on AWS nothing of ours is kept in a process that could be stopped.
test("at home, everything is there again after Ctrl-C and a new start", async () => {
  await using folder = await aDataFolder();
  const titles: string[] = [];
  {
    await using product = await startProduct(folder.path);
    const parent = await theFirstParent(product.url);
    await parent.ask("POST", "/api/cards", { title: "Spoken", text: "Once upon a time there was a bear." });
    const { items } = await parent.ask<{ items: { title: string }[] }>("GET", "/api/cards");
    titles.push(...items.map((each) => each.title));
    expect(titles).toContain("Spoken");
    expect(await product.stop()).toBe(0);
  }
  await using again = await startProduct(folder.path);
  const parent = aParent(again.url);
  await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  const { items } = await parent.ask<{ items: { title: string; published?: { yotoCardId: string } }[] }>(
    "GET",
    "/api/cards",
  );
  expect(items.map((each) => each.title)).toEqual(titles);

  const family = pretendFamily(again.pretendUrl);
  const spoken = items.find((each) => each.title === "Spoken");
  await family.do("Bedroom", "insert", { cardId: spoken?.published?.yotoCardId });
  await vi.waitFor(async () => expect((await family.player("Bedroom")).state.state).toBe("playing"), soon);
});
