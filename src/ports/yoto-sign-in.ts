import type { YotoAccountId } from "../domain/ids.ts";

/** What a grant gives us. `accountId` and `scopes` come out of the access token. */
export type YotoTokens = {
  readonly accountId: YotoAccountId;
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** Absent when Yoto sent none: keep the old one. */
  readonly refreshToken?: string;
  readonly scopes: readonly string[];
};

export type DeviceCode = {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly verificationUrlComplete: string;
  readonly expiresAtMs: number;
  readonly intervalMs: number;
};

/** What one look at a device code told. */
export type DeviceCodeAnswer =
  | { readonly is: "pending" }
  | { readonly is: "slow-down" } // add five seconds to the interval
  | { readonly is: "expired" }
  | { readonly is: "denied" }
  | { readonly is: "done"; readonly tokens: YotoTokens };

/**
 * Yoto's sign-in service. Times are milliseconds. Every method that calls Yoto may throw `YotoTrouble`.
 * @see https://yoto.dev/authentication/auth/
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
  /** The code works once. With `nonce`, an id token of another sign-in is refused as `link-again`. */
  exchangeCode(request: {
    readonly code: string;
    readonly redirectUrl: string;
    readonly codeVerifier: string;
    readonly nonce?: string;
  }): Promise<YotoTokens>;
  /**
   * Single use: the given token is spent whatever happens, so this asks once and never repeats. `invalid_grant` is the
   * trouble `link-again`; `answerLost` says that Yoto may have handed out new tokens that never arrived.
   */
  refresh(refreshToken: string): Promise<YotoTokens>;
  /** `undefined` when Yoto refuses this grant to our client (`unauthorized_client`): use the browser instead. */
  startDeviceCode(scopes: readonly string[]): Promise<DeviceCode | undefined>;
  /** One attempt, never waits. */
  pollDeviceCode(deviceCode: string): Promise<DeviceCodeAnswer>;
  logoutUrl(returnTo: string): URL;
};
