import type { UserName } from "../../domain/ids.ts";
import type { YotoAccount } from "../../domain/yoto-account.ts";
import type { YotoSignIn } from "../../ports/yoto-sign-in.ts";
import type { PendingLinks } from "../../stores/pending-links.ts";
import { type KeepLinkedDeps, keepLinkedAccount } from "./keep-linked-account.ts";

type Deps = KeepLinkedDeps & {
  readonly signIn: Pick<YotoSignIn, "exchangeCode">;
  readonly pendingLinks: PendingLinks;
};

export type LinkFinished =
  | { readonly ok: true; readonly account: YotoAccount }
  | { readonly ok: false; readonly why: "link-expired" };

/** Ends a link that this session began: exchanges the code once and keeps the family. Throws `YotoTrouble`. */
export async function finishYotoLink(
  deps: Deps,
  back: { readonly state: string; readonly code: string; readonly boundTo: string; readonly by: UserName },
): Promise<LinkFinished> {
  const pending = await deps.pendingLinks.take(back.state, back.boundTo);
  if (pending === undefined) return { ok: false, why: "link-expired" };
  const { redirectUrl, codeVerifier, nonce } = pending;
  const tokens = await deps.signIn.exchangeCode({ code: back.code, redirectUrl, codeVerifier, nonce });
  return { ok: true, account: await keepLinkedAccount(deps, tokens, back.by) };
}
