import type { Context } from "hono";
import { allows } from "../auth/scopes.ts";
import type { Cloud } from "../cloud.ts";
import type { Account } from "../store/accounts.ts";
import type { Device } from "../store/devices.ts";
import { notFound, Refused } from "./refused.ts";

type Deps = Pick<Cloud, "tokens" | "accounts" | "devices">;

/**
 * The account behind the bearer token. 401 without a good token, 403 naming the scope when none of `scopes` is granted.
 * No scopes: any token will do.
 */
export async function callerOf(deps: Deps, c: Context, ...scopes: readonly string[]): Promise<Account> {
  const token = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const bearer = token === undefined ? undefined : await deps.tokens.readAccess(token);
  const account = bearer === undefined ? undefined : deps.accounts.get(bearer.sub);
  if (bearer === undefined || account === undefined)
    throw new Refused(
      401,
      "unauthorized",
      token === undefined ? "No token provided." : "Invalid or expired token.",
    );
  if (scopes.length > 0 && !scopes.some((scope) => allows(bearer.scopes, scope)))
    throw new Refused(403, "forbidden", `Insufficient scope, expected: ${scopes.join(" or ")}`);
  return account;
}

/** The player behind `Authorization: PretendDevice <id>:<secret>`, if that is how the request came. */
export function deviceOf({ devices }: Pick<Deps, "devices">, c: Context): Device | undefined {
  const match = /^PretendDevice ([^:]+):(.+)$/.exec(c.req.header("authorization") ?? "");
  if (match === null) return undefined;
  const device = devices.get(match[1] ?? "");
  if (device?.secret !== match[2]) throw new Refused(401, "unauthorized", "Unknown device or wrong secret.");
  return device;
}

/** A player of the caller's family; 404 when it is somebody else's. */
export function ownDevice({ devices }: Pick<Deps, "devices">, account: Account, deviceId: string): Device {
  const device = devices.get(deviceId);
  if (device?.familyId !== account.familyId) throw notFound(`Device ${deviceId} does not exist.`);
  return device;
}
