import type { Finding } from "./finding.ts";

/** Why nothing was answered, in words, with what to do. */
export const noAnswerWords = {
  "unknown-name": [
    "The internet knows no such name",
    "Check PUBLIC_URL and the DNS entry of your domain; a new entry takes up to an hour.",
  ],
  "private-address": [
    "The address leads into a home or company network, which this server does not ask for others",
    "Give the track an address that the internet knows.",
  ],
  "not-reached": [
    "Nothing answers there, asked from this server",
    "Check that port 443 is passed on to this machine. Some routers do not lead back to their own house: then open the address on a phone without Wi-Fi; if that works, all is well.",
  ],
  "certificate-expired": [
    "Its certificate has run out (or the clock of this machine is wrong)",
    "Renew the certificate; Caddy and certbot do so by themselves while they run.",
  ],
  "certificate-self-signed": [
    "Its certificate was made by the house itself, and players trust only public authorities",
    "Use a certificate of Let's Encrypt.",
  ],
  "certificate-chain": [
    "The chain of its certificate is not complete: browsers repair that, players do not",
    "Let the web server send the full chain (fullchain.pem instead of cert.pem).",
  ],
  "certificate-name": [
    "Its certificate is made out to another name",
    "Have a certificate made for exactly the name in PUBLIC_URL.",
  ],
  certificate: ["Its certificate is not accepted", "Use a certificate of a well-known authority."],
  "too-slow": [
    "It did not answer within ten seconds, and players wait no longer",
    "See what keeps the server so busy; `npm run bench -- stream` measures it.",
  ],
  broken: [
    "The connection broke off, or what came back is not HTTP",
    "See whether something between players and this server (a proxy, a filter) interferes.",
  ],
} as const;

const expiresSoonMs = 10 * 86_400_000;

/** What a certificate promises for the next days. */
export function judgeCertificate(
  tls: { readonly validUntilMs: number; readonly issuer: string; readonly protocol: string },
  nowMs: number,
): Finding {
  const days = Math.floor((tls.validUntilMs - nowMs) / 86_400_000);
  if (tls.validUntilMs - nowMs < expiresSoonMs)
    return {
      is: "warn",
      code: "certificate-runs-out",
      message: `The certificate is good, but only for ${days} more ${days === 1 ? "day" : "days"}.`,
      next: "It should have been renewed by now: see why the web server does not.",
    };
  return {
    is: "good",
    code: "certificate",
    message: `The certificate is good for ${days} days (${tls.issuer}, ${tls.protocol}).`,
  };
}

const playable = ["audio/mpeg", "audio/mp3", "audio/aac", "audio/aacp", "application/octet-stream"];
const slowMs = 2_000;

/** What the answer to a plain request for the beginning tells. `bytes`: how many of the body were read. */
export function judgeAnswer(answer: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly waitedMs: number;
  readonly redirects: number;
}): readonly Finding[] {
  const { status, headers, waitedMs, redirects } = answer;
  if (status === 404)
    return [
      {
        is: "bad",
        code: "not-there",
        message: "There is nothing at its address (404).",
        next: "Its stream or recording was deleted, or the stream's address was replaced: publish the card again.",
      },
    ];
  if (status !== 200 && status !== 206)
    return [
      {
        is: "bad",
        code: "refused",
        message: `Its address answers ${status}, and players take that for a failure.`,
        next: "Open the address in a browser where you are not signed in to see what it says.",
      },
    ];
  const found: Finding[] = [];
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined || !playable.includes(type))
    found.push({
      is: "bad",
      code: "content-type",
      message: `It is announced as ${type ?? "nothing"} and not as sound.`,
      next: "Something between players and this server changes the answer; look at the proxy.",
    });
  if (redirects > 2)
    found.push({
      is: "warn",
      code: "many-redirects",
      message: `It is reached over ${redirects} redirects; players are known to follow a few.`,
      next: "Shorten the way, or have the bytes sent by this server (Settings, delivery: proxy).",
    });
  if (waitedMs > slowMs)
    found.push({
      is: "warn",
      code: "slow",
      message: `The first byte took ${(waitedMs / 1000).toFixed(1)} s; a child hears nothing for so long.`,
      next: "See what keeps the server so busy.",
    });
  if ("set-cookie" in headers)
    found.push({
      is: "warn",
      code: "cookie",
      message: "The answer sets a cookie, which players do not keep.",
      next: "Leave the way to /s/ free of logins at your proxy.",
    });
  return found;
}

/** What a request for a part in the middle tells. An endless stream has no parts. */
export function judgeRange(
  wanted: { readonly first: number; readonly last: number; readonly bytes: number },
  answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly length: number;
  },
): Finding {
  const { first, last, bytes } = wanted;
  const told = answer.headers["content-range"];
  if (
    answer.status === 206 &&
    told === `bytes ${first}-${last}/${bytes}` &&
    answer.length === last - first + 1
  )
    return {
      is: "good",
      code: "ranges",
      message: "It can be asked for from any place: a broken connection goes on where it broke.",
    };
  return {
    is: "warn",
    code: "no-ranges",
    message: `Asked for bytes ${first}–${last}, it answered ${answer.status}${told === undefined ? "" : ` with ${told}`}; after a broken connection a player begins anew.`,
    next: "Something between players and this server drops the Range header; look at the proxy.",
  };
}
