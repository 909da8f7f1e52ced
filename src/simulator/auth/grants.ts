import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import type { Switches } from "../switches.ts";

/** What a person agreed to. */
export type Grant = {
  readonly clientId: string;
  readonly sub: string;
  readonly scopes: readonly string[];
  readonly audience: string | undefined;
};

/** A code on its way from the consent page to the token endpoint. */
export type CodeGrant = Grant & {
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
};

/** One login's chain of refresh tokens: only the newest is good, and it ends as a whole. */
type RefreshFamily = { readonly grant: Grant; current: string; spent: Map<string, number>; revoked: boolean };

/** Codes and refresh tokens. Everything asked for wrongly is `undefined`; the caller says `invalid_grant`. */
export type Grants = {
  issueCode(grant: CodeGrant): string;
  /** Single use. A code that comes twice ends the login it began. */
  redeemCode(code: string): { readonly grant: CodeGrant; began(refreshToken: string): void } | undefined;
  beginFamily(grant: Grant): string;
  /** Puts back a login that `current` once gave. */
  restore(login: { readonly refreshToken: string; readonly grant: Grant }): void;
  /** Who this token belongs to, spent or not. */
  ownerOf(refreshToken: string): Grant | undefined;
  /** Rotates. A spent token ends the family, unless the leeway still holds. */
  refresh(
    refreshToken: string,
  ): { readonly grant: Grant; readonly refreshToken: string | undefined } | undefined;
  revoke(refreshToken: string): void;
  /** Ends every login of this account, as "remove access" in the app would. */
  revokeAll(sub: string): void;
  /** The tokens that would work now. */
  current(): readonly { readonly refreshToken: string; readonly grant: Grant }[];
};

type Deps = { readonly clock: PretendClock; readonly chance: PretendChance; readonly switches: Switches };

/** How many spent tokens of a family are recognised; an older one is simply unknown. */
const spentKept = 200;

export function createGrants({ clock, chance, switches }: Deps): Grants {
  const codes = new Map<string, { grant: CodeGrant; expiresAtMs: number; used: boolean; family?: string }>();
  const families = new Map<string, RefreshFamily>();
  const living = new Set<RefreshFamily>();

  const newToken = () => `v1.M${chance.alphanumerics(43)}`;
  const end = (family: RefreshFamily) => {
    family.revoked = true;
    living.delete(family);
  };

  const begin = (grant: Grant, token: string) => {
    const family: RefreshFamily = { grant, current: token, spent: new Map(), revoked: false };
    families.set(token, family);
    living.add(family);
    return token;
  };

  const spend = (family: RefreshFamily, token: string) => {
    family.spent.set(token, clock.nowMs());
    for (const [oldest] of family.spent) {
      if (family.spent.size <= spentKept) break;
      family.spent.delete(oldest);
      families.delete(oldest);
    }
  };

  const rotate = (family: RefreshFamily) => {
    spend(family, family.current);
    family.current = newToken();
    families.set(family.current, family);
    return { grant: family.grant, refreshToken: family.current };
  };

  const revoke = (token: string) => {
    const family = families.get(token);
    if (family !== undefined) end(family);
  };

  return {
    issueCode: (grant) => {
      const code = chance.alphanumerics(43);
      codes.set(code, {
        grant,
        expiresAtMs: clock.nowMs() + switches.authorizationCodeSeconds * 1_000,
        used: false,
      });
      clock.after(switches.authorizationCodeSeconds * 2_000, () => void codes.delete(code));
      return code;
    },
    redeemCode: (code) => {
      const found = codes.get(code);
      if (found === undefined || found.expiresAtMs <= clock.nowMs()) return undefined;
      if (found.used) {
        if (found.family !== undefined) revoke(found.family);
        return undefined;
      }
      found.used = true;
      const began = (refreshToken: string) => {
        found.family = refreshToken;
      };
      return { grant: found.grant, began };
    },
    beginFamily: (grant) => begin(grant, newToken()),
    restore: ({ grant, refreshToken }) => void begin(grant, refreshToken),
    ownerOf: (token) => families.get(token)?.grant,
    refresh: (token) => {
      const family = families.get(token);
      if (family === undefined || family.revoked) return undefined;
      if (family.current === token)
        return switches.rotateRefreshTokens
          ? rotate(family)
          : { grant: family.grant, refreshToken: undefined };
      const spentAtMs = family.spent.get(token) ?? Number.NEGATIVE_INFINITY;
      if (clock.nowMs() - spentAtMs < switches.refreshLeewaySeconds * 1_000) return rotate(family);
      if (switches.revokeFamilyOnReuse) end(family);
      return undefined;
    },
    revoke,
    revokeAll: (sub) => {
      for (const family of living) if (family.grant.sub === sub) end(family);
    },
    current: () => [...living].map((family) => ({ refreshToken: family.current, grant: family.grant })),
  };
}
