import { wantedScopes } from "../../domain/yoto-scopes.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { YotoSignIn } from "../../ports/yoto-sign-in.ts";
import type { PendingLinks } from "../../stores/pending-links.ts";

type Deps = {
  readonly signIn: Pick<YotoSignIn, "authorizeUrl">;
  readonly pendingLinks: PendingLinks;
  readonly clock: Clock;
  readonly chance: Chance;
};

/** Time for a parent to find the password. */
const goodForMs = 15 * 60_000;

/** Begins linking a family in the browser (PKCE S256, state and nonce); only `boundTo` can end it, and once. */
export async function startYotoLink(
  deps: Deps,
  asked: { readonly redirectUrl: string; readonly boundTo: string },
): Promise<{ readonly url: URL; readonly expiresAtMs: number }> {
  const state = deps.chance.secret(256);
  const nonce = deps.chance.secret(128);
  const codeVerifier = deps.chance.secret(384);
  const expiresAtMs = deps.clock.nowMs() + goodForMs;
  await deps.pendingLinks.begin({ state, nonce, codeVerifier, ...asked, expiresAtMs });
  const scopes = wantedScopes.map(({ scope }) => scope);
  const url = deps.signIn.authorizeUrl({
    redirectUrl: asked.redirectUrl,
    state,
    nonce,
    codeVerifier,
    scopes,
  });
  return { url, expiresAtMs };
}
