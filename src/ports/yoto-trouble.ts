/** What went wrong at Yoto, in the words the API uses (`yoto-…` codes). */
export type YotoTroubleKind =
  | "link-again" // the refresh token is spent or revoked: a person must sign in again
  | "unauthorized" // the access token was refused: re-read, refresh, try once more
  | "scope-missing"
  | "not-found" // not there or not yours; Yoto does not tell which
  | "rejected" // Yoto understood and said no: our mistake or a limit
  | "rate-limited"
  | "unavailable"; // no answer, 5xx, or an answer that makes no sense: safe to retry unless the call creates something

type More = {
  readonly detail?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly missingScope?: string | undefined;
  readonly answerLost?: boolean | undefined;
  readonly cause?: unknown;
};

/** The one error of the Yoto client. `message` is a sentence for people, `detail` what Yoto said. Never holds a token. */
export class YotoTrouble extends Error {
  override readonly name = "YotoTrouble";
  readonly kind: YotoTroubleKind;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly missingScope: string | undefined;
  /** The request may have been carried out although no good answer came: look before repeating what creates something. */
  readonly answerLost: boolean;
  constructor(kind: YotoTroubleKind, message: string, more: More = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.detail = more.detail;
    this.retryAfterMs = more.retryAfterMs;
    this.missingScope = more.missingScope;
    this.answerLost = more.answerLost ?? false;
  }
}
