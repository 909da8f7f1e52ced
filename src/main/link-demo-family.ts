import { UserName, YotoCardId } from "../domain/ids.ts";
import { wantedScopes } from "../domain/yoto-scopes.ts";
import { backOffMs } from "../listener/back-off.ts";
import type { Chance } from "../ports/chance.ts";
import type { YotoContent } from "../ports/yoto-content.ts";
import type { YotoSignIn, YotoTokens } from "../ports/yoto-sign-in.ts";
import { YotoTrouble } from "../ports/yoto-trouble.ts";
import { withFace } from "../usecases/cards/change-card.ts";
import { composeCard } from "../usecases/cards/compose-card.ts";
import { type KeepLinkedDeps, keepLinkedAccount } from "../usecases/yoto-accounts/keep-linked-account.ts";
import type { Stores } from "./create-stores.ts";
import type { DemoWorld } from "./demo-world.ts";

type SignInDeps = Pick<KeepLinkedDeps, "clock" | "log"> & {
  readonly signIn: YotoSignIn;
  readonly chance: Chance;
  readonly publicUrl: URL;
};
type Deps = KeepLinkedDeps &
  SignInDeps & { readonly stores: Stores; readonly cloud: Pick<YotoContent, "composeCard"> };

/**
 * Links the demo family anew at every start, over the same wire as a real one: what the pretend Yoto knew of our sign-in
 * may be a moment older than what we know. Then lays our cards out again, with the addresses of today.
 */
export async function linkDemoFamily(deps: Deps, world: DemoWorld): Promise<void> {
  const tokens = await signInBoundedly(deps);
  const account = await keepLinkedAccount(deps, tokens, UserName("demo"), "Demo family");
  for await (const { value: card } of deps.stores.cards.all()) {
    if (card.published?.accountId !== account.id) continue;
    const { as } = card.published;
    const asThere = as === undefined ? card : withFace(card, as, card.changedAtMs);
    const composed = await composeCard({ ...deps.stores, ...deps }, asThere);
    const { content, metadata, title } = composed.ok ? composed.card : {};
    if (!isObject(content) || typeof title !== "string") continue;
    const cardId = YotoCardId(card.published.yotoCardId);
    const more = isObject(metadata) ? { metadata } : {};
    world.yoto.cards.put({ userId: world.accountId, cardId, title, content, ...more });
  }
}

const attempts = 5;

/** Signs in anew as long as the line breaks, a few times: what was begun before is void. */
async function signInBoundedly(deps: SignInDeps): Promise<YotoTokens> {
  for (let failures = 1; ; failures += 1)
    try {
      return await signIn(deps);
    } catch (error) {
      const broke = error instanceof YotoTrouble ? error.kind === "unavailable" : error instanceof TypeError;
      if (!broke || failures === attempts) throw error;
      deps.log.warn("demo-family-not-linked-yet", { failures, error });
      await deps.clock.sleep(backOffMs(failures, deps.chance.fraction()));
    }
}

async function signIn(deps: SignInDeps): Promise<YotoTokens> {
  const redirectUrl = new URL("/api/auth/yoto/callback", deps.publicUrl).href;
  const nonce = deps.chance.secret(128);
  const codeVerifier = deps.chance.secret(384);
  const url = deps.signIn.authorizeUrl({
    redirectUrl,
    state: deps.chance.secret(128),
    nonce,
    codeVerifier,
    scopes: wantedScopes.map(({ scope }) => scope),
  });
  const answer = await fetch(url, { redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "", url);
  const code = back.searchParams.get("code");
  if (code === null) throw new Error(`The pretend Yoto did not sign the demo family in: ${back.search}`);
  return deps.signIn.exchangeCode({ code, redirectUrl, codeVerifier, nonce });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
