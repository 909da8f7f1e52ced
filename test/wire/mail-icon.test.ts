import { expect, test } from "vitest";
import { AudioId, type JobId, StreamId } from "../../src/domain/ids.ts";
import type { Card, CardPreview, CardVersion } from "../../src/http/schema/card.ts";
import type { Mailbox } from "../../src/http/schema/mailbox.ts";
import type { Page } from "../../src/http/schema/page.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { gather } from "../../src/stores/records.ts";
import { showMail, showMailKind, tellOfMail } from "../../src/usecases/streams/tell-of-mail.ts";
import { startCardWorld } from "./card-world.ts";
import { leaveMessages } from "./hearing-house.ts";
import { pieceMs, startHearingWorld } from "./hearing-world.ts";

const letter = "xV2a9v63mNcsYy5QYsBhlmK5MXgoM5Fuk8ed4nQqcUg";
const bear = "aUm9i3ex3qqAMYBv-i-O-pYMKuMJGICtR3Vhf289u2Q";

/** A card with a mailbox and a story on it, and somebody who leaves messages. */
async function aMailCard() {
  const world = await startCardWorld();
  const otherwise = await world.recording("Nothing new");
  const stream = await world.ask<Stream>("POST", "/api/streams", {
    title: "Post",
    rule: { kind: "mailbox", otherwise, icon: letter },
  });
  const card = await world.ask<Card>("POST", "/api/cards", {
    title: "From far away",
    chapters: [
      { streamId: stream.id, icon: bear },
      { audioId: await world.recording("A story"), icon: bear },
    ],
  });
  const { stores, deps } = world.app;
  let n = 0;
  return {
    world,
    stream,
    card,
    path: `/api/streams/${stream.id}/mailbox`,
    /** Leaves a message, as the job does once the sound is a recording. */
    async leaves() {
      n += 1;
      const audioId = AudioId(await world.recording(`Message ${n}`));
      await stores.mailboxes.add({
        streamId: StreamId(stream.id),
        id: `m${n}`,
        audioId,
        from: "Grandma",
        receivedAtMs: n,
      });
      await tellOfMail(deps, StreamId(stream.id), { dark: false });
    },
    /** Does what was ordered; answers how many jobs there were. */
    async work() {
      const jobs = (await gather(stores.jobs.unfinished())).filter(
        ({ value }) => value.kind === showMailKind,
      );
      for (const { value } of jobs) {
        const { outcome } = await world.runs(value.id);
        if (outcome instanceof Error) throw outcome;
        const found = await stores.jobs.get(value.id as JobId);
        if (found === undefined) throw new Error("no job");
        await stores.jobs.save({ ...value, state: { is: "done", atMs: 0, result: {} } }, found.version);
      }
      return jobs.length;
    },
    async icons() {
      const json = await world.atYoto(card);
      const { chapters } = json["content"] as unknown as { chapters: { display: { icon16x16: string } }[] };
      return chapters.map(({ display }) => display.icon16x16.replace("yoto:#", ""));
    },
    writes: () => world.requests("POST", "/content").length,
    versions: async () => (await world.ask<Page<CardVersion>>("GET", `/api/cards/${card.id}/versions`)).items,
  };
}

test("while a message waits its chapter shows a picture, with one write to the card, and afterwards the old one", async () => {
  const mail = await aMailCard();
  await using _ = mail.world;
  const before = mail.writes();
  expect(await mail.work()).toBe(0);
  await mail.leaves();
  await mail.leaves();
  await mail.work();
  expect(await mail.icons()).toEqual([letter, bear]);
  await mail.leaves();
  expect(await mail.work()).toBe(0);
  expect(mail.writes()).toBe(before + 1);

  const { messages } = await mail.world.ask<Mailbox>("GET", mail.path);
  for (const { id } of messages) {
    expect(await mail.icons()).toEqual([letter, bear]);
    await mail.world.ask("PATCH", `${mail.path}/messages/${id}`, { heard: true });
    await mail.work();
  }
  expect(await mail.icons()).toEqual([bear, bear]);
  expect(mail.writes()).toBe(before + 2);
  const { mailIcons } = (await mail.world.app.stores.cards.get(mail.card.id as never))?.value ?? {};
  expect(mailIcons).toBeUndefined();
});

test("the picture is no change of the parent's: drafts stay drafts, publishing keeps it, and versions do not pile up", async () => {
  const mail = await aMailCard();
  await using _ = mail.world;
  const { world, card } = mail;
  const rename = { title: "From the sea" };
  await world.ask("PATCH", `/api/cards/${card.id}`, rename);
  await mail.leaves();
  await mail.work();
  expect((await world.atYoto(card))["title"]).toBe("From far away");
  const { changes } = await world.ask<CardPreview>("GET", `/api/cards/${card.id}/preview`);
  expect(changes).toEqual(["The title “From far away” becomes “From the sea”."]);
  await world.ask("POST", `/api/cards/${card.id}/publish`, {});
  expect(await mail.icons()).toEqual([letter, bear]);
  expect(await world.ask("GET", `/api/cards/${card.id}`)).toMatchObject({ pending: false });

  const toggle = async (heard: boolean) => {
    await world.ask("PATCH", `${mail.path}/messages/m1`, { heard });
    await mail.work();
  };
  for (let day = 0; day < 5; day += 1) {
    await toggle(true);
    expect(await mail.icons()).toEqual([bear, bear]);
    await toggle(false);
    expect(await mail.icons()).toEqual([letter, bear]);
  }
  expect((await mail.versions()).length).toBeLessThanOrEqual(4);
});

test("an icon that was chosen at Yoto meanwhile stays, and without the wish the picture goes at once", async () => {
  const mail = await aMailCard();
  await using _ = mail.world;
  await mail.leaves();
  await mail.work();
  const { world, stream } = mail;
  const { otherwise } = stream.rule as { otherwise: string };
  await world.ask("PATCH", `/api/streams/${stream.id}`, { rule: { kind: "mailbox", otherwise } });
  await mail.work();
  expect(await mail.icons()).toEqual([bear, bear]);

  await world.ask("PATCH", `/api/streams/${stream.id}`, {
    rule: { kind: "mailbox", otherwise, icon: letter },
  });
  await mail.work();
  expect(await mail.icons()).toEqual([letter, bear]);
  const json = (await world.atYoto(mail.card)) as never as {
    content: { chapters: [{ display: object }, object] };
  };
  const own = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";
  json.content.chapters[0].display = { icon16x16: `yoto:#${own}` };
  await world.madeElsewhere(json as never);
  await world.ask("DELETE", `${mail.path}/messages/m1`);
  await mail.work();
  expect(await mail.icons()).toEqual([own, bear]);
});

test("a child puts the card in, hears the message, and the picture on the card goes", async () => {
  await using world = await startHearingWorld({ players: { Kitchen: "range-resume" } });
  const [otherwise] = await world.pieces("-");
  const { stream, cardId } = await world.cardOf({ kind: "mailbox", otherwise, icon: letter });
  const shown = () => JSON.stringify(world.yoto.cards.get(cardId)).includes(letter);
  const work = async () => {
    const { stores, deps } = world.server;
    for (const { value, version } of await gather(stores.jobs.unfinished())) {
      if (value.kind !== showMailKind) continue;
      const at = { signal: new AbortController().signal, tell: () => {}, checkpoint: async () => {} };
      expect(await showMail(deps, value, at)).toMatchObject({ ok: true });
      await stores.jobs.save({ ...value, state: { is: "done", atMs: 0, result: {} } }, version);
    }
  };
  await leaveMessages(world, [stream], "AB");
  await tellOfMail(world.server.deps, StreamId(stream.id), { dark: false });
  await work();
  expect(shown()).toBe(true);
  const [kitchen] = world.players;
  if (kitchen === undefined) throw new Error("no player");
  await kitchen.visit(cardId, pieceMs);
  await work();
  expect([kitchen.letters(), shown()]).toEqual(["A", true]);
  await world.time.advance(2 * 3_600_000);
  await kitchen.visit(cardId, pieceMs);
  await work();
  expect([kitchen.letters(), shown()]).toEqual(["A B", false]);
});
