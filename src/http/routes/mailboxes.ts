import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { StreamId } from "../../domain/ids.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Mailboxes, MailLink } from "../../stores/mailboxes.ts";
import type { Streams } from "../../stores/streams.ts";
import { leaveMessage, mostMessageBytes } from "../../usecases/streams/take-message.ts";
import { tellOfMail } from "../../usecases/streams/tell-of-mail.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Mailbox, MailLinkItem, MailMessageChange, MailPage, NewMailLink } from "../schema/mailbox.ts";
import { clientAddressOf } from "../security/request-origin.ts";
import { createGuessGuard } from "../streams/guess-guard.ts";
import { audioView } from "../view/audio-view.ts";

export type MailboxDeps = Parameters<typeof tellOfMail>[0] & {
  readonly streams: Streams;
  readonly mailboxes: Mailboxes;
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly publicUrl: URL;
};

const tags = ["Streams"];
const params = z.object({ id: z.string().min(1).max(100) });
const secretParams = z.object({ secret: z.string().min(1).max(200) });

const look = defineRoute("member", {
  method: "get",
  path: "/api/streams/{id}/mailbox",
  tags,
  summary: "The messages of a mailbox, and the links by which they come",
  request: { params },
  responses: { 200: jsonOf(Mailbox, "Newest first") },
});
const addLink = defineRoute("member", {
  method: "post",
  path: "/api/streams/{id}/mailbox/links",
  tags,
  summary: "Make a link for somebody: its page records messages without signing in",
  request: { params, body: bodyOf(NewMailLink) },
  responses: { 201: jsonOf(MailLinkItem, "The link; share it with care") },
});
const removeLink = defineRoute("member", {
  method: "delete",
  path: "/api/streams/{id}/mailbox/links/{linkId}",
  tags,
  summary: "Take a link away; it opens nothing from now on",
  request: { params: params.extend({ linkId: z.string().min(1).max(100) }) },
  responses: { 204: { description: "Taken away" } },
});
const changeMessage = defineRoute("member", {
  method: "patch",
  path: "/api/streams/{id}/mailbox/messages/{messageId}",
  tags,
  summary: "Say that a message was heard, or is to be heard again",
  request: {
    params: params.extend({ messageId: z.string().min(1).max(100) }),
    body: bodyOf(MailMessageChange),
  },
  responses: { 200: jsonOf(Mailbox, "As it is now") },
});
const removeMessage = defineRoute("member", {
  method: "delete",
  path: "/api/streams/{id}/mailbox/messages/{messageId}",
  tags,
  summary: "Take a message out of the mailbox; its recording stays in the library",
  request: { params: params.extend({ messageId: z.string().min(1).max(100) }) },
  responses: { 204: { description: "Taken out" } },
});
const page = defineRoute("anyone", {
  method: "get",
  path: "/api/mailbox/{secret}",
  tags,
  summary: "What a link's page says; the link is the only key",
  request: { params: secretParams },
  responses: { 200: jsonOf(MailPage, "To whom one speaks") },
});
const leave = defineRoute("anyone", {
  method: "post",
  path: "/api/mailbox/{secret}/messages",
  tags,
  summary: "Leave a message: the recording as the raw body, in any format browsers record",
  request: { params: secretParams },
  responses: { 202: { description: "Taken; it is a message in a moment" } },
});

/** Messages that people leave, and the links by which they come. */
export function mailboxRoutes(app: OpenAPIHono<AppEnv>, deps: MailboxDeps): void {
  const guesses = createGuessGuard(deps.clock);
  const { jobQueue } = deps;

  app.openapi(look, async (c) => {
    const stream = await mailboxOf(c.req.valid("param").id);
    return stream === undefined ? refuse(c, "not-found") : c.json(await view(stream.id), 200);
  });

  app.openapi(addLink, async (c) => {
    const stream = await mailboxOf(c.req.valid("param").id);
    if (stream === undefined) return refuse(c, "not-found");
    const { name } = c.req.valid("json");
    const link: MailLink = {
      streamId: stream.id,
      id: deps.chance.id(),
      name,
      secret: deps.chance.secret(128),
      createdAtMs: deps.clock.nowMs(),
    };
    await deps.mailboxes.addLink(link);
    deps.liveUpdates.publish({ of: "streams" });
    return c.json(linkView(link), 201);
  });

  app.openapi(removeLink, async (c) => {
    const { id, linkId } = c.req.valid("param");
    const links = await deps.mailboxes.links(StreamId(id));
    const found = links.find(({ value }) => value.id === linkId);
    if (found === undefined) return refuse(c, "not-found");
    await deps.mailboxes.removeLink(found.value);
    deps.liveUpdates.publish({ of: "streams" });
    return c.body(null, 204);
  });

  app.openapi(changeMessage, async (c) => {
    const { id, messageId } = c.req.valid("param");
    const { heard } = c.req.valid("json");
    const found = await messageOf(id, messageId);
    if (found === undefined) return refuse(c, "not-found");
    const { heardAtMs: _, ...message } = found.value;
    const changed = heard ? { ...message, heardAtMs: deps.clock.nowMs() } : message;
    if (!(await deps.mailboxes.save(changed, found.version)).ok) return refuse(c, "changed-meanwhile");
    await tellOfMail(deps, StreamId(id));
    deps.liveUpdates.publish({ of: "streams" });
    return c.json(await view(StreamId(id)), 200);
  });

  app.openapi(removeMessage, async (c) => {
    const { id, messageId } = c.req.valid("param");
    const found = await messageOf(id, messageId);
    if (found === undefined) return refuse(c, "not-found");
    await deps.mailboxes.remove(found.value);
    if (found.value.heardAtMs === undefined) await tellOfMail(deps, StreamId(id));
    deps.liveUpdates.publish({ of: "streams" });
    return c.body(null, 204);
  });

  app.openapi(page, async (c) => {
    const { secret } = c.req.valid("param");
    const address = clientAddressOf(c);
    if (guesses.isClosed(address)) return refuse(c, "too-many-tries");
    const link = await deps.mailboxes.linkBySecret(secret);
    const stream = link && (await mailboxOf(link.streamId));
    if (link === undefined || stream === undefined) {
      guesses.missed(address);
      return refuse(c, "not-found");
    }
    c.header("Cache-Control", "no-store");
    return c.json({ name: link.name, mailbox: stream.title, mostBytes: mostMessageBytes }, 200);
  });

  app.openapi(leave, async (c) => {
    const { secret } = c.req.valid("param");
    const address = clientAddressOf(c);
    if (guesses.isClosed(address)) return refuse(c, "too-many-tries");
    const link = await deps.mailboxes.linkBySecret(secret);
    if (link === undefined || (await mailboxOf(link.streamId)) === undefined) {
      guesses.missed(address);
      return refuse(c, "not-found");
    }
    const { body } = c.req.raw;
    if (body === null) return refuse(c, "empty-upload");
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const admitted = await deps.mailboxes.admit(link, deps.clock.nowMs());
    if (!admitted.ok)
      return refuse(c, "too-many-tries", { retryAfterSeconds: Math.ceil(admitted.retryAfterMs / 1000) });
    const left = await leaveMessage({ ...deps, jobQueue }, link, { bytes: body, name: "message" });
    if (left.ok) return c.body(null, 202);
    return refuse(c, left.why === "too-large" ? "too-large" : "empty-upload");
  });

  async function mailboxOf(id: string): Promise<Stream | undefined> {
    const stream = (await deps.streams.get(StreamId(id)))?.value;
    return stream?.rule.kind === "mailbox" ? stream : undefined;
  }

  async function messageOf(id: string, messageId: string) {
    return (await deps.mailboxes.messages(StreamId(id))).find(({ value }) => value.id === messageId);
  }

  async function view(id: StreamId): Promise<Mailbox> {
    const [links, messages] = [await deps.mailboxes.links(id), await deps.mailboxes.messages(id)];
    const ids = [...new Set(messages.map(({ value }) => value.audioId))];
    const known = new Map((await deps.audio.getMany(ids)).map(({ value }) => [value.id, audioView(value)]));
    return {
      links: links.map(({ value }) => linkView(value)),
      messages: messages.toReversed().map(({ value: { streamId: _, ...message } }) => ({
        ...message,
        seconds: known.get(message.audioId)?.seconds ?? 0,
        playUrl: known.get(message.audioId)?.playUrl ?? "",
      })),
    };
  }

  function linkView({ id, name, secret, createdAtMs }: MailLink): MailLinkItem {
    return { id, name, url: new URL(`/m/${secret}`, deps.publicUrl).href, createdAtMs };
  }
}
