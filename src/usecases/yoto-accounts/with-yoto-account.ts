import type { YotoAccountId } from "../../domain/ids.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { freshAccessToken, type TokenDeps } from "./fresh-access-token.ts";

/**
 * Calls Yoto for an account with a token that works. When Yoto refuses it, the stored token is read again first (somebody
 * may have renewed it), renewed second, and the call made once more. Throws `YotoTrouble`.
 */
export async function withYotoAccount<Answer>(
  deps: TokenDeps,
  id: YotoAccountId,
  call: (accessToken: string) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const wanted = signal === undefined ? {} : { signal };
  const accessToken = await freshAccessToken(deps, id, wanted);
  try {
    return await call(accessToken);
  } catch (error) {
    if (!(error instanceof YotoTrouble) || error.kind !== "unauthorized") throw error;
    return call(await freshAccessToken(deps, id, { ...wanted, refusedToken: accessToken }));
  }
}
