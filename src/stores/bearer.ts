/**
 * What a browser or program shows to be known: the user's name, so that the record is found by key (an index may lag
 * behind a sign-in), and a secret of which only the hash is stored.
 */
export function sealBearer(user: string, secret: string): string {
  return `${Buffer.from(user).toString("base64url")}.${secret}`;
}

/** Takes a bearer apart; `undefined` for anything that cannot be one. */
export function openBearer(token: string): { readonly user: string; readonly secret: string } | undefined {
  const match = /^([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{20,200})$/.exec(token);
  if (match === null) return undefined;
  const user = Buffer.from(match[1] ?? "", "base64url").toString();
  return user === "" || user.includes("\0") ? undefined : { user, secret: match[2] ?? "" };
}
