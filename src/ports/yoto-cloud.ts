import type { PlayerId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import type { PlayerFamily } from "../domain/player-family.ts";
import type { JsonObject } from "./table.ts";

/** What went wrong at Yoto, in the words the API uses (`yoto-…` codes). */
export type YotoTroubleKind =
  | "link-again" // the refresh token is spent or revoked: a person must sign in again
  | "unauthorized" // the access token was refused: re-read, refresh, try once more
  | "scope-missing"
  | "not-found" // not there or not yours; Yoto does not tell which
  | "rejected" // Yoto understood and said no: our mistake or a limit
  | "rate-limited"
  | "unavailable"; // no answer, 5xx, or an answer that makes no sense: safe to retry unless the call creates something

/** The one error of the Yoto client. `message` is a sentence for people, `detail` what Yoto said. Never holds a token. */
export class YotoTrouble extends Error {
  override readonly name = "YotoTrouble";
  readonly kind: YotoTroubleKind;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly missingScope: string | undefined;
  constructor(
    kind: YotoTroubleKind,
    message: string,
    more: { detail?: string; retryAfterMs?: number; missingScope?: string; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.detail = more.detail;
    this.retryAfterMs = more.retryAfterMs;
    this.missingScope = more.missingScope;
  }
}

/** What a grant gives us. `accountId` and `scopes` come out of the access token. */
export type YotoTokens = {
  readonly accountId: YotoAccountId;
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** Absent when Yoto sent none: keep the old one (yoto-protocol §1.8). */
  readonly refreshToken?: string;
  readonly scopes: readonly string[];
};

/** A player as the account's device list tells it. `online` may lag by five minutes. */
export type YotoDevice = {
  readonly playerId: PlayerId;
  readonly name: string;
  readonly family: PlayerFamily;
  readonly deviceType?: string;
  readonly online: boolean;
};

export type DeviceCode = {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly verificationUrlComplete: string;
  readonly expiresAtMs: number;
  readonly intervalMs: number;
};

/**
 * Yoto's sign-in service. Times are milliseconds. Every method that calls Yoto may throw {@link YotoTrouble}.
 * @see shared protocol notes §1
 */
export type YotoSignIn = {
  /** Where to send the browser. S256 PKCE; `codeVerifier` stays with us. */
  authorizeUrl(request: {
    readonly redirectUrl: string;
    readonly state: string;
    readonly nonce: string;
    readonly codeVerifier: string;
    readonly scopes: readonly string[];
  }): URL;
  exchangeCode(request: {
    readonly code: string;
    readonly redirectUrl: string;
    readonly codeVerifier: string;
  }): Promise<YotoTokens>;
  /** Single use: the given token is spent whatever happens. `invalid_grant` is the trouble `link-again`. */
  refresh(refreshToken: string): Promise<YotoTokens>;
  /** `undefined` when Yoto refuses this grant to our client (`unauthorized_client`): use the browser instead. */
  startDeviceCode(scopes: readonly string[]): Promise<DeviceCode | undefined>;
  /** One attempt, never waits. */
  pollDeviceCode(deviceCode: string): Promise<
    | { readonly is: "pending" }
    | { readonly is: "slow-down" } // add five seconds to the interval
    | { readonly is: "expired" }
    | { readonly is: "denied" }
    | { readonly is: "done"; readonly tokens: YotoTokens }
  >;
  logoutUrl(returnTo: string): URL;
};

/** A card's JSON as Yoto keeps it, unknown fields included; media are `yoto:#…`, never signed URLs. */
export type YotoCardJson = JsonObject;

/**
 * Yoto's REST API for one account, with a token that is valid now. Every method may throw {@link YotoTrouble}; reads are
 * retried inside (bounded, jitter, Retry-After), writes only where repeating is harmless.
 * @see shared protocol notes §2
 */
export type YotoCloud = {
  devices(accessToken: string): Promise<readonly YotoDevice[]>;
  cards(
    accessToken: string,
  ): Promise<
    readonly { readonly yotoCardId: YotoCardId; readonly title: string; readonly updatedAt?: string }[]
  >;
  card(accessToken: string, id: YotoCardId): Promise<YotoCardJson | undefined>;
  /** Creates without `cardId`, replaces with it. A lost answer to a create throws `unavailable`: look before retrying. */
  writeCard(
    accessToken: string,
    card: YotoCardJson,
  ): Promise<{ readonly yotoCardId: YotoCardId; readonly card: YotoCardJson }>;
  deleteCard(accessToken: string, id: YotoCardId): Promise<void>;
};
