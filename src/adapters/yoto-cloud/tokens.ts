import { decodeJwt } from "jose";
import { z } from "zod";
import { YotoAccountId } from "../../domain/ids.ts";
import type { RefreshedTokens, YotoTokens } from "../../ports/yoto-sign-in.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { numberFrom, text, told } from "../../yoto/lenient.ts";
import { nonsense } from "./trouble.ts";

const someYears = 10 * 365 * 86_400;
/** What the token endpoint gives; an access token that would not fit into a header is none. */
export const TokenAnswer = z.looseObject({
  access_token: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .catch(undefined),
  refresh_token: text,
  id_token: text,
  scope: text,
  expires_in: numberFrom(1, someYears),
  expires_at: numberFrom(1, 253_402_300_799),
});

/** The claims we use; the rest of the token is not ours to interpret. */
const Claims = z.looseObject({
  sub: z.string().min(1),
  scope: text,
  exp: numberFrom(1, 253_402_300_799),
  nonce: text,
});

/**
 * Reads what a sign-in gave. Signatures are not checked: the tokens come straight from the token endpoint over TLS, and only
 * Yoto ever takes the access token back. `askedAtMs` is when the request began, so that we never believe a token to live
 * longer than it does.
 */
export function readTokens(answer: z.output<typeof TokenAnswer>, askedAtMs: number): YotoTokens {
  const claims = claimsOf(answer.access_token);
  if (claims === undefined)
    throw new YotoTrouble(
      "rejected",
      "Yoto gave a token that does not say whose it is; check that YOTO_CLIENT_ID belongs to an app made at dashboard.yoto.dev",
    );
  return { ...readRefreshed(answer, askedAtMs), accountId: YotoAccountId(claims.sub) };
}

/**
 * Reads what a refresh gave. The token before is spent by it, so whatever is odd about the rest, the one that follows is kept;
 * whose they are is known.
 */
export function readRefreshed(answer: z.output<typeof TokenAnswer>, askedAtMs: number): RefreshedTokens {
  const { access_token: accessToken = "", refresh_token: refreshToken } = answer;
  if (accessToken === "" && refreshToken === undefined) throw nonsense("tokens without an access token");
  const claims = claimsOf(accessToken);
  const inMs = answer.expires_in === undefined ? undefined : askedAtMs + answer.expires_in * 1000;
  const atSeconds = answer.expires_at ?? claims?.exp;
  const expiresAtMs = inMs ?? (atSeconds === undefined ? askedAtMs + 3_600_000 : atSeconds * 1000);
  const scope = answer.scope ?? claims?.scope;
  return {
    accessToken,
    expiresAtMs: accessToken === "" ? askedAtMs : expiresAtMs,
    ...told({ refreshToken, scopes: scope?.split(/\s+/) }),
  };
}

/** `undefined` for what is no JSON web token, or names nobody. */
export function claimsOf(token = ""): z.output<typeof Claims> | undefined {
  try {
    return Claims.parse(decodeJwt(token));
  } catch {
    return undefined;
  }
}
