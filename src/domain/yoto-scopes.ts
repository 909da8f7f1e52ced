/** What we ask Yoto for, and what is off when Yoto does not grant it. @see https://yoto.dev/authentication/scopes/ */
export const wantedScopes = [
  { scope: "offline_access", turnsOff: "staying linked for longer than a day" },
  { scope: "family:view", turnsOff: "showing whose family this is" },
  { scope: "family:devices:view", turnsOff: "the list of players" },
  { scope: "family:devices:control", turnsOff: "live updates and steering of players" },
  { scope: "family:devices:manage", turnsOff: "player settings" },
  { scope: "family:library:view", turnsOff: "the family's other cards" },
  { scope: "family:library:manage", turnsOff: "groups of cards" },
  { scope: "user:content:view", turnsOff: "reading your own cards" },
  { scope: "user:content:manage", turnsOff: "making cards" },
  { scope: "user:icons:manage", turnsOff: "icons" },
] as const;

/** A broader right includes the narrower one. */
const includes: Readonly<Record<string, readonly string[]>> = {
  "family:devices:manage": ["family:devices:view"],
  "family:library:manage": ["family:library:view"],
  "user:content:manage": ["user:content:view", "user:icons:manage"],
};

/** What was not granted, and which feature is off because of it. */
export function missingScopes(
  granted: readonly string[],
): readonly { readonly scope: string; readonly turnsOff: string }[] {
  const have = new Set(granted.flatMap((scope) => [scope, ...(includes[scope] ?? [])]));
  return wantedScopes.filter(({ scope }) => !have.has(scope));
}
