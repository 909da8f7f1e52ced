import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";

/** Who is logged in at the pretend cloud in which browser, and what they agreed to before. */
export type Sessions = {
  begin(sub: string): string;
  /** `maxAgeSeconds`: only if the login is not older. */
  get(id: string | undefined, maxAgeSeconds?: number): string | undefined;
  end(id: string | undefined): void;
  agreed(sub: string, clientId: string, scopes: readonly string[]): boolean;
  agree(sub: string, clientId: string, scopes: readonly string[]): void;
};

export function createSessions({ clock, chance }: { clock: PretendClock; chance: PretendChance }): Sessions {
  const sessions = new Map<string, { sub: string; sinceMs: number }>();
  const agreements = new Map<string, Set<string>>();
  const pair = (sub: string, clientId: string) => `${sub} ${clientId}`;
  return {
    begin: (sub) => {
      const id = chance.alphanumerics(32);
      sessions.set(id, { sub, sinceMs: clock.nowMs() });
      return id;
    },
    get: (id, maxAgeSeconds) => {
      const session = id === undefined ? undefined : sessions.get(id);
      if (session === undefined) return undefined;
      const tooOld = maxAgeSeconds !== undefined && clock.nowMs() - session.sinceMs > maxAgeSeconds * 1_000;
      return tooOld ? undefined : session.sub;
    },
    end: (id) => void (id !== undefined && sessions.delete(id)),
    agreed: (sub, clientId, scopes) => {
      const known = agreements.get(pair(sub, clientId));
      return known !== undefined && scopes.every((scope) => known.has(scope));
    },
    agree: (sub, clientId, scopes) => {
      const key = pair(sub, clientId);
      agreements.set(key, new Set([...(agreements.get(key) ?? []), ...scopes]));
    },
  };
}
