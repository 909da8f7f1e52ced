import type { PretendChance } from "../chance.ts";
import { scopeTexts } from "./scopes.ts";

/** An app registered in the pretend developer dashboard. */
export type OAuthClient = {
  readonly clientId: string;
  readonly name: string;
  /** Present: a confidential (server) client. Absent: public, PKCE is a must. */
  readonly secret?: string;
  /** Compared character by character. */
  readonly redirectUris: readonly string[];
  /** Also takes any redirect address on this machine or in a home network; for the demo. */
  readonly anyHomeRedirect: boolean;
  /** The scopes ticked for it. */
  readonly scopes: readonly string[];
  /** May use the device code flow; refused for new clients since 2026. */
  readonly deviceCode: boolean;
  /** Overrides the world's access token lifetime. */
  readonly accessTokenSeconds?: number;
};

export type NewClient = Partial<OAuthClient> & { readonly confidential?: boolean };

/** The registered apps. */
export type Clients = {
  add(client: NewClient): OAuthClient;
  get(clientId: string): OAuthClient | undefined;
  list(): readonly OAuthClient[];
};

export function createClients(chance: PretendChance): Clients {
  const clients = new Map<string, OAuthClient>();
  return {
    add: ({ confidential = false, ...given }) => {
      const secret = given.secret ?? (confidential ? chance.alphanumerics(64) : undefined);
      const client: OAuthClient = {
        clientId: given.clientId ?? chance.alphanumerics(32),
        name: given.name ?? "Pretend app",
        redirectUris: given.redirectUris ?? [],
        anyHomeRedirect: given.anyHomeRedirect ?? false,
        scopes: given.scopes ?? Object.keys(scopeTexts),
        deviceCode: given.deviceCode ?? false,
        ...(secret === undefined ? {} : { secret }),
        ...(given.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: given.accessTokenSeconds }),
      };
      clients.set(client.clientId, client);
      return client;
    },
    get: (clientId) => clients.get(clientId),
    list: () => [...clients.values()],
  };
}

/** Whether the client may be sent back to this address. */
export function redirectAllowed(client: OAuthClient, redirectUri: string): boolean {
  if (client.redirectUris.includes(redirectUri)) return true;
  return client.anyHomeRedirect && URL.canParse(redirectUri) && isHome(new URL(redirectUri));
}

/** Whether the address is on this machine or in a home network. */
export function isHome({ protocol, hostname }: URL): boolean {
  if (protocol !== "http:" && protocol !== "https:") return false;
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    /\.(local|lan|home|internal|localhost|home\.arpa)$/.test(hostname) ||
    !hostname.includes(".") ||
    /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)[\d.]+$/.test(hostname)
  );
}
