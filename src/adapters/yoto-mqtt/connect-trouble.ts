import { YotoTrouble } from "../../ports/yoto-trouble.ts";

/** The return codes of CONNACK with which a broker refuses who we say we are. */
const refusals = new Set([4, 5]);

/** A CONNACK that does not let us in. */
export const troubleOfReturnCode = (code: number): YotoTrouble =>
  refusals.has(code) ? refused(`CONNACK ${code}`) : unavailable(`CONNACK ${code}`);

/** A WebSocket that did not open. */
export const troubleOfError = (error: Error & { readonly code?: unknown }): YotoTrouble =>
  /Unexpected server response: 40[13]/.test(error.message)
    ? refused(error.message)
    : unavailable(error.message || String(error.code), error);

/**
 * A socket that closed before CONNACK. AWS closes without a word where its authorizer said no. Taking an outage for a refusal
 * costs one spare refresh of the token; the other way round we would come back with a dead token until it expires.
 */
export const troubleOfClose = (upgraded: boolean): YotoTrouble =>
  upgraded ? refused("closed without an answer") : unavailable("closed");

export const unanswered = (): YotoTrouble => unavailable("no answer");

const refused = (detail: string) =>
  new YotoTrouble("unauthorized", "Yoto's players did not accept our token; we get a fresh one", { detail });
const unavailable = (detail: string, cause?: unknown) =>
  new YotoTrouble("unavailable", "Yoto's players cannot be reached; we try again soon", { detail, cause });
