import { z } from "zod";
import type { DeviceCodeAnswer, YotoSignIn } from "../../ports/yoto-sign-in.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import { numberFrom, readText } from "../../yoto/lenient.ts";
import { type YotoCloudConfig, yotoAudience } from "./config.ts";
import { type Answer, exchange } from "./exchange.ts";
import { signInPages, withQuery } from "./sign-in-pages.ts";
import { claimsOf, readRefreshed, readTokens, TokenAnswer } from "./tokens.ts";
import { jsonOf, nonsense, troubleOf } from "./trouble.ts";

type SignInConfig = Omit<YotoCloudConfig, "apiUrl" | "labsUrl" | "chance">;

/**
 * Yoto's sign-in service, an Auth0 tenant. Answers are told apart by their `error` string and never by the status, which
 * differs between the same errors.
 * @see https://yoto.dev/authentication/auth/
 */
export function createYotoSignIn(config: SignInConfig): YotoSignIn {
  const { clientId, clientSecret } = config;
  const post = (path: string, fields: Record<string, string>, timeoutMs?: number): Promise<Answer> =>
    exchange(config, {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      method: "POST",
      url: new URL(config.authUrl + path),
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams({
        client_id: clientId,
        ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
        ...fields,
      }).toString(),
    });
  const grant = async (fields: Record<string, string>, timeoutMs?: number): Promise<Granted> => {
    const askedAtMs = config.clock.nowMs();
    const answer = await post("/oauth/token", fields, timeoutMs);
    if (!isGood(answer)) return { ok: false, error: errorIn(answer), answer };
    const parsed = TokenAnswer.safeParse(jsonOf(answer.text));
    if (!parsed.success) throw nonsense("no tokens in the answer");
    return { ok: true, given: parsed.data, askedAtMs };
  };
  const granted = async (fields: Record<string, string>, timeoutMs?: number) => {
    const result = await grant(fields, timeoutMs);
    if (!result.ok) throw refusalOf(result, config.clock.nowMs());
    return result;
  };

  return {
    ...signInPages(config),
    exchangeCode: async ({ code, redirectUrl, codeVerifier, nonce }) => {
      const { given, askedAtMs } = await granted({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUrl,
        code_verifier: codeVerifier,
      });
      const answered = claimsOf(given.id_token)?.nonce;
      if (nonce !== undefined && answered !== undefined && answered !== nonce)
        throw new YotoTrouble("link-again", "That sign-in belongs to another attempt; start linking again");
      return readTokens(given, askedAtMs);
    },
    refresh: async (refreshToken) => {
      const fields = { grant_type: "refresh_token", refresh_token: refreshToken, audience: yotoAudience };
      const { given, askedAtMs } = await granted(fields, config.refreshTimeoutMs ?? 90_000);
      return readRefreshed(given, askedAtMs);
    },
    startDeviceCode: async (scopes) => {
      const askedAtMs = config.clock.nowMs();
      const answer = await post("/oauth/device/code", { scope: scopes.join(" "), audience: yotoAudience });
      if (!isGood(answer)) {
        const refused = { error: errorIn(answer), answer };
        if (refused.error === "unauthorized_client") return undefined;
        throw refusalOf(refused, config.clock.nowMs());
      }
      const parsed = DeviceCodeBody.safeParse(jsonOf(answer.text));
      if (!parsed.success) throw nonsense("a device code without its fields");
      const body = parsed.data;
      return {
        deviceCode: body.device_code,
        userCode: body.user_code,
        verificationUrl: body.verification_uri,
        verificationUrlComplete:
          body.verification_uri_complete ??
          withQuery(body.verification_uri, { user_code: body.user_code }).href,
        expiresAtMs: askedAtMs + (body.expires_in ?? 300) * 1000,
        intervalMs: (body.interval ?? 5) * 1000,
      };
    },
    pollDeviceCode: async (deviceCode): Promise<DeviceCodeAnswer> => {
      const result = await grant({
        grant_type: "urn:ietf:params:oauth:grant-type:device_code",
        device_code: deviceCode,
        audience: yotoAudience,
      });
      if (result.ok) return { is: "done", tokens: readTokens(result.given, result.askedAtMs) };
      switch (result.error) {
        case "authorization_pending":
          return { is: "pending" };
        case "slow_down":
          return { is: "slow-down" };
        case "expired_token":
        case "invalid_grant":
          return { is: "expired" };
        case "access_denied":
          return { is: "denied" };
        default:
          throw refusalOf(result, config.clock.nowMs());
      }
    },
  };
}

type Granted =
  | { readonly ok: true; readonly given: z.output<typeof TokenAnswer>; readonly askedAtMs: number }
  | { readonly ok: false; readonly error: string | undefined; readonly answer: Answer };

const DeviceCodeBody = z.looseObject({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.url(),
  verification_uri_complete: z.url().optional().catch(undefined),
  expires_in: numberFrom(1, 86_400),
  interval: numberFrom(1, 3_600),
});

const isGood = ({ status }: Answer) => status >= 200 && status < 300;

function errorIn({ text }: Answer): string | undefined {
  const body = z.looseObject({ error: z.string() }).safeParse(jsonOf(text));
  return body.success ? readText(body.data.error) : undefined;
}

/** After these only a person can help. */
const needsPerson = new Set([
  "invalid_grant",
  "expired_token",
  "access_denied",
  "unauthorized_client",
  "invalid_token",
]);

function refusalOf(
  { error, answer }: { error: string | undefined; answer: Answer },
  nowMs: number,
): YotoTrouble {
  if (error !== undefined && needsPerson.has(error))
    return new YotoTrouble("link-again", "Yoto wants a person to sign in: link the account again", {
      detail: error,
    });
  if (error === "invalid_client")
    return new YotoTrouble(
      "rejected",
      "Yoto does not know this app: check YOTO_CLIENT_ID and YOTO_CLIENT_SECRET against dashboard.yoto.dev",
      { detail: error },
    );
  // A token of ours is not in play here, so 401 and 403 without a word about it are refusals like others.
  const trouble = troubleOf(answer, undefined, nowMs);
  return trouble.kind === "unauthorized" || trouble.kind === "scope-missing" || trouble.kind === "not-found"
    ? new YotoTrouble("rejected", `Yoto refused to sign in: ${trouble.detail}`, { detail: trouble.detail })
    : trouble;
}
