import { signal } from "@preact/signals";
import type { YotoDeviceLink, YotoDeviceLinkState } from "../../../src/http/schema/yoto-account.ts";
import { request } from "../api/request.ts";

/** A code that waits for somebody to type it in at Yoto. */
export type WaitingCode = Extract<YotoDeviceLink, { is: "started" }>;

/** How linking with a code stands, while its sheet is open. */
export type CodeLink =
  | { readonly is: "waiting"; readonly code: WaitingCode }
  | { readonly is: "linked" }
  | { readonly is: "expired" }
  | { readonly is: "denied" };

/** `undefined` while nobody links with a code. */
export const codeLink = signal<CodeLink | undefined>(undefined);

let asking: AbortController | undefined;

/**
 * Begins linking with a code and follows it until it is decided or put away. Answers `false` when Yoto gives no codes to our
 * client, so that the browser has to do. Throws `ApiFailure`.
 */
export async function startCodeLink(): Promise<boolean> {
  const answer = await request<YotoDeviceLink>("POST", "/api/auth/yoto/device");
  if (answer.is === "use-browser") return false;
  putCodeLinkAway();
  asking = new AbortController();
  codeLink.value = { is: "waiting", code: answer };
  void follow(answer, asking.signal);
  return true;
}

/** The sheet was closed: nobody asks any more. */
export function putCodeLinkAway(): void {
  asking?.abort();
  codeLink.value = undefined;
}

/** Asks no more often than the server says; a lost answer is asked for again. */
async function follow(code: WaitingCode, signal: AbortSignal): Promise<void> {
  let waitMs = code.intervalMs;
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (signal.aborted) return;
    const path = `/api/auth/yoto/device/${encodeURIComponent(code.id)}/poll`;
    const state = await request<YotoDeviceLinkState>("POST", path).catch(() => undefined);
    if (signal.aborted) return;
    if (state !== undefined && state.is !== "pending") {
      codeLink.value = { is: state.is };
      return;
    }
    waitMs = state?.askAgainInMs ?? code.intervalMs;
  }
}
