import { createHash } from "node:crypto";
import type { YotoSignIn } from "../../ports/yoto-sign-in.ts";
import { type YotoCloudConfig, yotoAudience } from "./config.ts";

/** Where Yoto's pages for signing in and out are: needs nothing but arithmetic. */
export function signInPages({
  authUrl,
  clientId,
}: Pick<YotoCloudConfig, "authUrl" | "clientId">): Pick<YotoSignIn, "authorizeUrl" | "logoutUrl"> {
  return {
    authorizeUrl: ({ redirectUrl, state, nonce, codeVerifier, scopes }) =>
      withQuery(`${authUrl}/authorize`, {
        audience: yotoAudience,
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUrl,
        scope: scopes.join(" "),
        state,
        nonce,
        code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
        code_challenge_method: "S256",
      }),
    logoutUrl: (returnTo) => withQuery(`${authUrl}/v2/logout`, { client_id: clientId, returnTo }),
  };
}

/** The address with this query. */
export function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
