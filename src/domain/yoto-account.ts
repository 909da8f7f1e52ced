import type { UserName, YotoAccountId } from "./ids.ts";

/** The tokens of a linked account. The refresh token is single use: who spends it must store its successor first of all. */
export type YotoAccountTokens = {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly refreshToken?: string;
  readonly refreshedAtMs: number;
};

/** A family's Yoto account as we keep it. */
export type YotoAccount = {
  readonly id: YotoAccountId;
  /** What people call it here. */
  readonly label?: string;
  readonly linkedBy: UserName;
  readonly linkedAtMs: number;
  /** Belongs to the pretend Yoto and is put away when a real family comes. */
  readonly pretend: boolean;
  readonly scopes: readonly string[];
  readonly state:
    | { readonly is: "linked" }
    | { readonly is: "link-again"; readonly sinceMs: number; readonly why: string };
  /** Absent after unlinking at Yoto's side, and when the key that sealed them is gone. */
  readonly tokens?: YotoAccountTokens;
  /** Who is refreshing now. Nobody else may until `untilMs`. */
  readonly refreshing?: { readonly owner: string; readonly untilMs: number };
  /** The refreshes since the last good one that gave nothing. */
  readonly refreshTrouble?: RefreshTrouble;
};

/** Refreshes that failed without Yoto having said no to the token. */
export type RefreshTrouble = {
  readonly times: number;
  readonly retryAtMs: number;
  /** When the last one failed: a clock that says less has been set back since, and `retryAtMs` means nothing any more. */
  readonly failedAtMs: number;
  /** An answer was lost, so the refresh token may be spent: it is sent again only when the access token is no use any more. */
  readonly maybeSpent: boolean;
};

/** A link that a browser has begun at Yoto and not yet come back from. */
export type PendingLink = {
  /** OAuth's `state`: unguessable, names this link. */
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUrl: string;
  /** The session that began it, and the only one that may end it. */
  readonly boundTo: string;
  readonly expiresAtMs: number;
};

/** A code that was shown to somebody, who is to type it in at Yoto. */
export type PendingCode = {
  /** Unguessable, names this link. */
  readonly id: string;
  readonly deviceCode: string;
  /** The session that began it, and the only one that may ask how it goes. */
  readonly boundTo: string;
  /** Yoto wants to be asked no more often. */
  readonly intervalMs: number;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  /** The answer that told of it may get lost on its way to the screen, which then asks again. */
  readonly linked?: YotoAccountId;
};
