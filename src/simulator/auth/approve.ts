import type { Cloud } from "../cloud.ts";
import { type AuthorizeRequest, checkAuthorize, withQuery } from "./check-authorize.ts";

/** Lets the app in: the address it is sent back to, with a fresh code. */
export function grantCode({ grants }: Pick<Cloud, "grants">, request: AuthorizeRequest, sub: string): string {
  const { client, redirectUri, scopes, audience, codeChallenge, nonce, state } = request;
  const code = grants.issueCode({
    clientId: client.clientId,
    sub,
    scopes,
    audience,
    redirectUri,
    codeChallenge,
    nonce,
  });
  return withQuery(redirectUri, { code, state });
}

/**
 * Does at once what a person would do on the login and consent pages behind this `/authorize` address.
 * @returns where the browser would be sent: back to the app, with a code or with an error
 */
export function approve(
  cloud: Pick<Cloud, "accounts" | "clients" | "grants" | "origin">,
  sub: string,
  authorizeUrl: URL | string,
): URL {
  if (cloud.accounts.get(sub) === undefined)
    throw new Error(`There is no account ${sub} in this pretend world.`);
  const checked = checkAuthorize(cloud, new URL(authorizeUrl).searchParams);
  if (checked.ok) return new URL(grantCode(cloud, checked.request, sub));
  if (checked.tell === "app") return new URL(checked.location);
  throw new Error(`${checked.title}: ${checked.sentence}`);
}
