import { allows } from "../auth/scopes.ts";
import type { TokenSigner } from "../auth/token-signer.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Devices } from "../store/devices.ts";

/** Who is at the other end of a connection. */
export type Peer =
  | { readonly is: "player"; readonly deviceId: string }
  | { readonly is: "client"; readonly sub: string; readonly familyId: string; readonly expiresAtMs: number };

type Deps = { readonly tokens: TokenSigner; readonly accounts: Accounts; readonly devices: Devices };

/**
 * Who may connect. A player comes with its id and secret; a client names the custom authorizer in its username
 * (`_?x-amz-customauthorizer-name=PublicJWTAuthorizer`, or a player of its family instead of `_`) and brings an access
 * token with the scope `family:devices:control` as its password.
 * @returns the peer, or the sentence that says why not
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export async function authorize(
  { tokens, accounts, devices }: Deps,
  username: string,
  password: string,
): Promise<Peer | string> {
  const player = devices.get(username);
  if (player !== undefined)
    return player.secret === password ? { is: "player", deviceId: username } : "wrong secret for this player";

  const [about = "", query = ""] = username.split("?");
  const authorizer = new URLSearchParams(query).get("x-amz-customauthorizer-name");
  if (authorizer !== "PublicJWTAuthorizer") return "the username names no known authorizer";
  const bearer = await tokens.readAccess(password);
  if (bearer === undefined) return "the token is invalid or expired";
  if (!allows(bearer.scopes, "family:devices:control")) return "the token lacks family:devices:control";
  const account = accounts.get(bearer.sub);
  if (account === undefined) return "the account is gone";
  if (about !== "_" && devices.get(about)?.familyId !== account.familyId)
    return `the player ${about} is not of this family`;
  return { is: "client", sub: account.sub, familyId: account.familyId, expiresAtMs: bearer.expiresAtMs };
}
