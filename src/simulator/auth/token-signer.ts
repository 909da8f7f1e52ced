import { exportJWK, generateKeyPair, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";

/** What an access token says of its bearer. */
export type Bearer = {
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
};

type AccessToken = {
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Without one the token is an opaque string that only `/userinfo` takes. */
  readonly audience: string | undefined;
  readonly seconds: number;
};

/** Makes and reads tokens: RS256 JWTs with the claims the real cloud uses, times from the pretend clock. */
export type TokenSigner = {
  issueAccess(token: AccessToken): Promise<string>;
  issueId(claims: { sub: string; clientId: string } & Record<string, unknown>): Promise<string>;
  /** The bearer of a token for the API; `undefined` if it is forged, expired or not meant for the API. */
  readAccess(token: string): Promise<Bearer | undefined>;
  /** Also takes opaque tokens. */
  readAny(token: string): Promise<Bearer | undefined>;
  readonly keys: JSONWebKeySet;
};

/** The audience of the real API; the pretend cloud's own origin is taken too. */
export const apiAudience = "https://api.yotoplay.com";

/** Making an RSA key costs a tenth of a second, so that all worlds of one process share one. */
let keyPair: ReturnType<typeof generateKeyPair> | undefined;

type Deps = { readonly clock: PretendClock; readonly chance: PretendChance; readonly origin: () => string };

export async function createTokenSigner({ clock, chance, origin }: Deps): Promise<TokenSigner> {
  keyPair ??= generateKeyPair("RS256", { extractable: true });
  const { publicKey, privateKey } = await keyPair;
  const kid = chance.alphanumerics(21);
  const opaque = new Map<string, Bearer>();
  const read = new Map<string, Bearer>();
  const nowSeconds = () => Math.floor(clock.nowMs() / 1_000);
  const issuer = () => `${origin()}/`;

  const sign = (claims: Record<string, unknown>, seconds: number) =>
    new SignJWT({ iss: issuer(), iat: nowSeconds(), exp: nowSeconds() + seconds, ...claims })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
      .sign(privateKey);

  const unexpired = (bearer: Bearer | undefined) =>
    bearer !== undefined && bearer.expiresAtMs > clock.nowMs() ? bearer : undefined;

  const remember = (kept: Map<string, Bearer>, token: string, bearer: Bearer) => {
    if (kept.size >= 20_000) kept.clear();
    kept.set(token, bearer);
    return bearer;
  };

  const readAccess = async (token: string) => {
    const known = read.get(token);
    if (known !== undefined) return unexpired(known);
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ["RS256"],
        issuer: issuer(),
        audience: [apiAudience, origin()],
        currentDate: new Date(clock.nowMs()),
        requiredClaims: ["sub", "exp"],
      });
      return remember(read, token, {
        sub: String(payload.sub),
        clientId: String(payload["azp"]),
        scopes: String(payload["scope"] ?? "").split(" "),
        expiresAtMs: Number(payload.exp) * 1_000,
      });
    } catch {
      return undefined;
    }
  };

  return {
    issueAccess: async ({ sub, clientId, scopes, audience, seconds }) => {
      if (audience === undefined) {
        const token = chance.alphanumerics(32);
        remember(opaque, token, { sub, clientId, scopes, expiresAtMs: clock.nowMs() + seconds * 1_000 });
        return token;
      }
      const aud = scopes.includes("openid") ? [audience, `${issuer()}userinfo`] : [audience];
      return sign({ sub, aud, azp: clientId, scope: scopes.join(" ") }, seconds);
    },
    issueId: ({ clientId, ...claims }) => sign({ aud: clientId, ...claims }, 36_000),
    readAccess,
    readAny: async (token) => unexpired(opaque.get(token)) ?? (await readAccess(token)),
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" }] },
  };
}
