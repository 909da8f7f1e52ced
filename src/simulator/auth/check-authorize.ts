import type { Cloud } from "../cloud.ts";
import { type OAuthClient, redirectAllowed } from "./clients.ts";
import { retiredScope, scopeList } from "./scopes.ts";
import { apiAudience } from "./token-signer.ts";

/** A request to log in that is in order. */
export type AuthorizeRequest = {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly scopes: readonly string[];
  readonly audience: string | undefined;
  readonly prompt: readonly string[];
  readonly maxAgeSeconds: number | undefined;
};

/** Why not: either the app is told by a redirect, or the person by a page. */
export type AuthorizeCheck =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  | { readonly ok: false; readonly tell: "person"; readonly title: string; readonly sentence: string }
  | { readonly ok: false; readonly tell: "app"; readonly location: string };

/**
 * Checks the query of `/authorize` as strictly as the real one: registered client, exact redirect address, PKCE S256
 * for public clients, only ticked scopes, a known audience.
 * @see https://yoto.dev/authentication/auth/
 */
export function checkAuthorize(
  { clients, origin }: Pick<Cloud, "clients" | "origin">,
  query: URLSearchParams,
): AuthorizeCheck {
  const given = (name: string) => query.get(name) ?? undefined;
  const client = clients.get(given("client_id") ?? "");
  if (client === undefined)
    return person("Unknown app", `There is no app with the client id "${given("client_id") ?? ""}".`);
  const redirectUri = given("redirect_uri");
  if (redirectUri === undefined || !redirectAllowed(client, redirectUri))
    return person(
      "Callback URL mismatch",
      `"${redirectUri ?? ""}" is not in the list of allowed callback addresses of ${client.name}.`,
    );

  const state = given("state");
  const refuse = (error: string, description: string): AuthorizeCheck => ({
    ok: false,
    tell: "app",
    location: withError(redirectUri, error, description, state),
  });

  const responseType = given("response_type");
  if (responseType === undefined)
    return refuse("invalid_request", "Missing required parameter: response_type");
  if (responseType !== "code")
    return refuse("unsupported_response_type", `Unsupported response type: ${responseType}`);

  const scopes = scopeList(given("scope"));
  if (scopes.includes(retiredScope))
    return refuse("access_denied", `Scope ${retiredScope} may not be requested`);
  const notTicked = scopes.filter((scope) => !client.scopes.includes(scope));
  if (notTicked.length > 0)
    return refuse("invalid_scope", `Scopes were not pre-approved for this app: ${notTicked.join(" ")}`);

  const audience = given("audience");
  if (audience !== undefined && audience !== apiAudience && audience !== origin())
    return refuse("access_denied", `Service not found: ${audience}`);

  const codeChallenge = given("code_challenge");
  const method = given("code_challenge_method");
  if (codeChallenge === undefined && client.secret === undefined)
    return refuse("invalid_request", "Parameter 'code_challenge' is required for public clients");
  if (codeChallenge !== undefined && method !== "S256")
    return refuse("invalid_request", "Parameter 'code_challenge_method' must be S256");
  if (codeChallenge !== undefined && !/^[\w-]{43}$/.test(codeChallenge))
    return refuse("invalid_request", "Parameter 'code_challenge' must be 43 base64url characters");

  const prompt = scopeList(given("prompt"));
  if (prompt.includes("none") && prompt.length > 1)
    return refuse("invalid_request", "prompt 'none' cannot be combined");
  const maxAge = given("max_age");

  return {
    ok: true,
    request: {
      client,
      redirectUri,
      state,
      nonce: given("nonce"),
      codeChallenge,
      scopes,
      audience,
      prompt,
      maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
    },
  };
}

function person(title: string, sentence: string): AuthorizeCheck {
  return { ok: false, tell: "person", title, sentence };
}

/** The redirect address with an OAuth error in its query. */
export function withError(
  redirectUri: string,
  error: string,
  description: string,
  state: string | undefined,
) {
  return withQuery(redirectUri, { error, error_description: description, state });
}

/** The address with these fields in its query; `undefined` ones are left out. */
export function withQuery(address: string, fields: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
