import { createHash } from "node:crypto";
import type { SlotAsked } from "./slots.ts";

const mostRemembered = 2000;
const listeners = new Map<string, string>();

/** Tells players apart by network address and user agent, hashed: short, and no address of a family is stored. */
export function listenerOf({ address, userAgent = "" }: Pick<SlotAsked, "address" | "userAgent">): string {
  const text = `${address}\n${userAgent}`;
  const known = listeners.get(text);
  if (known !== undefined) return known;
  const listener = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  if (listeners.size > mostRemembered) listeners.clear();
  listeners.set(text, listener);
  return listener;
}

/** Whether a range leaves out the beginning: then something of it was heard before. */
export function isForTheRest(range: string | undefined): boolean {
  return range !== undefined && /^\s*bytes=0*[1-9]/i.test(range);
}
