import { z } from "zod";
import type { AudioId, StreamId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { type Admission, createAttemptWindows } from "./attempt-windows.ts";
import { gather, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";

/** A message that somebody left. */
export type MailMessage = {
  readonly streamId: StreamId;
  readonly id: string;
  readonly audioId: AudioId;
  /** The name of the link it came by. */
  readonly from: string;
  readonly receivedAtMs: number;
  readonly heardAtMs?: number;
};

/** An address at which one person can leave messages, without signing in. */
export type MailLink = {
  readonly streamId: StreamId;
  readonly id: string;
  /** Whose it is: “Grandma”. */
  readonly name: string;
  readonly secret: string;
  readonly createdAtMs: number;
};

/** Of one link: grandparents do not talk for hours, and a link that got about must not fill the disk. */
export const mailLimit = { most: 20, windowMs: 3_600_000 } as const;

type Pointer = { readonly hash: string; readonly streamId: StreamId; readonly linkId: string };

const messageSchema: z.ZodType<MailMessage> = z.object({
  streamId: ids.stream,
  id: z.string(),
  audioId: ids.audio,
  from: z.string(),
  receivedAtMs: z.number(),
  heardAtMs: z.number().exactOptional(),
});
const linkSchema: z.ZodType<MailLink> = z.object({
  streamId: ids.stream,
  id: z.string(),
  name: z.string(),
  secret: z.string(),
  createdAtMs: z.number(),
});
const pointerSchema: z.ZodType<Pointer> = z.object({
  hash: z.string(),
  streamId: ids.stream,
  linkId: z.string(),
});

/** Messages, and the links by which they come, by the stream that plays them. */
export type Mailboxes = {
  /** Oldest first. */
  messages(streamId: StreamId): Promise<readonly Versioned<MailMessage>[]>;
  /** Refused when it is there: a job that runs again leaves one message. */
  add(message: MailMessage): Promise<Written>;
  save(message: MailMessage, ifVersion: number): Promise<Written>;
  remove(message: MailMessage): Promise<void>;
  links(streamId: StreamId): Promise<readonly Versioned<MailLink>[]>;
  /** The link that a secret opens; one that was taken away opens nothing. */
  linkBySecret(secret: string): Promise<MailLink | undefined>;
  addLink(link: MailLink): Promise<Written>;
  removeLink(link: MailLink): Promise<void>;
  /** Counts a message that is about to be left, unless there were enough by this link: {@link mailLimit}. */
  admit(link: MailLink, nowMs: number): Promise<Admission>;
};

/** {@link Mailboxes} over a table. */
export function createMailboxes(table: Table): Mailboxes {
  const messages = recordsOf(table, {
    schema: messageSchema,
    place: ({ streamId, receivedAtMs, id }) => ({
      pk: `STREAM#${streamId}`,
      sk: `MESSAGE#${utcOf(receivedAtMs)}#${id}`,
    }),
  });
  const links = recordsOf(table, { schema: linkSchema, place: (link) => linkKeyOf(link) });
  const pointers = recordsOf(table, { schema: pointerSchema, place: ({ hash }) => pointerKeyOf(hash) });
  const windows = createAttemptWindows(table);
  const linkKeyOf = ({ streamId, id }: Pick<MailLink, "streamId" | "id">) => ({
    pk: `STREAM#${streamId}`,
    sk: `MAILLINK#${id}`,
  });
  return {
    messages: (streamId) => gather(messages.all({ pk: `STREAM#${streamId}`, prefix: "MESSAGE#" })),
    add: (message) => messages.put(message, { ifAbsent: true }),
    save: (message, ifVersion) => messages.put(message, { ifVersion }),
    async remove({ streamId, receivedAtMs, id }) {
      await messages.delete({ pk: `STREAM#${streamId}`, sk: `MESSAGE#${utcOf(receivedAtMs)}#${id}` });
    },
    links: (streamId) => gather(links.all({ pk: `STREAM#${streamId}`, prefix: "MAILLINK#" })),
    async linkBySecret(secret) {
      const pointer = (await pointers.get(pointerKeyOf(secretHash(secret))))?.value;
      const found =
        pointer && (await links.get(linkKeyOf({ streamId: pointer.streamId, id: pointer.linkId })))?.value;
      return found?.secret === secret ? found : undefined;
    },
    async addLink(link) {
      const { streamId, id: linkId, secret } = link;
      await pointers.put({ hash: secretHash(secret), streamId, linkId }, { ifAbsent: true });
      return links.put(link, { ifAbsent: true });
    },
    async removeLink(link) {
      await links.delete(linkKeyOf(link));
      await pointers.delete(pointerKeyOf(secretHash(link.secret)));
    },
    admit: (link, nowMs) => windows.count(`mailbox#${link.id}`, mailLimit, nowMs),
  };
}

function pointerKeyOf(hash: string) {
  return { pk: `SECRET#${hash}`, sk: "MAILBOX" };
}
