import type { YotoAccountId } from "../domain/ids.ts";

/** What a refresh gives us. */
export type RefreshedTokens = {
  /** Empty when only the next refresh token came: that one must not be lost. */
  readonly accessToken: string;
  readonly expiresAtMs: number;
  /** Absent when Yoto sent none: keep the old one. */
  readonly refreshToken?: string;
  /** Absent when Yoto did not say: those that were asked for, or granted before. */
  readonly scopes?: readonly string[];
};

/** What a sign-in gives us. `accountId` comes out of the access token. */
export type YotoTokens = RefreshedTokens & { readonly accountId: YotoAccountId };

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
  refresh(refreshToken: string): Promise<RefreshedTokens>;
  /** `undefined` when Yoto refuses this grant to our client (`unauthorized_client`): use the browser instead. */
  startDeviceCode(scopes: readonly string[]): Promise<DeviceCode | undefined>;
  /** One attempt, never waits. */
  pollDeviceCode(deviceCode: string): Promise<DeviceCodeAnswer>;
  logoutUrl(returnTo: string): URL;
};
