/** One request as a player makes it: no cookies, no login, redirects not followed, plain HTTP/1.1. */
export type PlayerHttpRequest = {
  readonly url: URL;
  readonly method: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  /** After so many bytes it hangs up. */
  readonly mostBytes: number;
};

/** How the connection was secured, as a player that checks certificates sees it. */
export type SeenTls = { readonly validUntilMs: number; readonly issuer: string; readonly protocol: string };

/** Why nothing was answered. */
export type NoAnswer =
  | "unknown-name" // DNS knows no such host
  | "private-address" // leads into a home or company network that is not ours
  | "not-reached" // nobody listens, or a firewall is silent
  | "certificate-expired"
  | "certificate-self-signed"
  | "certificate-chain" // an intermediate certificate is missing
  | "certificate-name" // made out to another name
  | "certificate"
  | "too-slow" // ten seconds without a byte
  | "broken"; // it answered something that is no HTTP, or broke off

export type Seen =
  | {
      readonly is: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
      /** Until the first byte of the answer. */
      readonly waitedMs: number;
      readonly tls?: SeenTls;
    }
  | { readonly is: "no-answer"; readonly why: NoAnswer; readonly detail: string };

/** Looks at addresses the way a player does. Never throws over what it finds. */
export type PlayerHttp = { ask(question: PlayerHttpRequest): Promise<Seen> };
