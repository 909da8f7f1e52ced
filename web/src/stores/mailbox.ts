import type { EditionItem, Mailbox, MailLinkItem } from "../../../src/http/schema/mailbox.ts";
import { request } from "../api/request.ts";

const pathOf = (streamId: string) => `/api/streams/${encodeURIComponent(streamId)}`;

/** Throws `ApiFailure`. */
export function readMailbox(streamId: string): Promise<Mailbox> {
  return request("GET", `${pathOf(streamId)}/mailbox`);
}

/** A page on which somebody records without signing in. Throws `ApiFailure`. */
export function addMailLink(streamId: string, name: string): Promise<MailLinkItem> {
  return request("POST", `${pathOf(streamId)}/mailbox/links`, { body: { name } });
}

/** Throws `ApiFailure`. */
export function removeMailLink(streamId: string, linkId: string, leaving: boolean): Promise<void> {
  const path = `${pathOf(streamId)}/mailbox/links/${encodeURIComponent(linkId)}`;
  return request("DELETE", path, { keepalive: leaving });
}

/** Throws `ApiFailure`. */
export function tellHeard(streamId: string, messageId: string, heard: boolean): Promise<Mailbox> {
  const path = `${pathOf(streamId)}/mailbox/messages/${encodeURIComponent(messageId)}`;
  return request("PATCH", path, { body: { heard } });
}

/** Throws `ApiFailure`. */
export function removeMessage(streamId: string, messageId: string, leaving: boolean): Promise<void> {
  const path = `${pathOf(streamId)}/mailbox/messages/${encodeURIComponent(messageId)}`;
  return request("DELETE", path, { keepalive: leaving });
}

/** What was spoken last. Throws `ApiFailure`. */
export function readEdition(streamId: string): Promise<EditionItem> {
  return request("GET", `${pathOf(streamId)}/edition`);
}

/** Throws `ApiFailure`. */
export async function speakEdition(streamId: string): Promise<void> {
  await request("POST", `${pathOf(streamId)}/edition`, { body: {} });
}
