import { Unavailable } from "./unavailable.ts";

/** What a server out there answered. `url` is the address after redirects; header names are lower case. */
export type WebAnswer = {
  readonly status: number;
  readonly url: URL;
  /** Where it has moved for good (301, 308), when it has; what came after a redirect for the moment does not count. */
  readonly movedTo?: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Errors with `Unavailable` when the server stalls or breaks off. Read it or cancel it. */
  readonly body: ReadableStream<Uint8Array>;
};

/** Nobody knows a server of this name. It may come, but more likely the address is wrong. */
export class NoSuchServer extends Unavailable {}

/** An address that we do not fetch for anybody. */
export class WebRefused extends Error {
  override readonly name = "WebRefused";
  readonly why: "not-http" | "private-address" | "too-many-redirects" | "other-server";
  constructor(why: WebRefused["why"], message: string) {
    super(message);
    this.why = why;
  }
}

/**
 * The web as seen from here, for addresses that people type in and servers send: never this machine or its network, also not by
 * way of a redirect or a name that leads there.
 */
export type Web = {
  /** Follows redirects, at most five. Throws {@link WebRefused}, `Unavailable`, and the signal's reason. */
  get(
    url: URL,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<WebAnswer>;
  /**
   * Sends a body, which may hold a password. Follows at most five redirects, only 307 and 308, and only on the same server (or
   * from http to https there); one to another server throws {@link WebRefused}, any other status is the answer. Throws as `get`.
   */
  post(
    url: URL,
    options: {
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<WebAnswer>;
};
