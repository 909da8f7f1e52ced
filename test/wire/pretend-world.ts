import { createHash } from "node:crypto";
import type { YotoCloudConfig } from "../../src/adapters/yoto-cloud/config.ts";
import { createYotoCloud } from "../../src/adapters/yoto-cloud/yoto-cloud.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { PlayerId } from "../../src/domain/ids.ts";
import type { Chance } from "../../src/ports/chance.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Log } from "../../src/ports/log.ts";
import type { NewClient } from "../../src/simulator/auth/clients.ts";
import { virtualClock } from "../../src/simulator/clock.ts";
import { type PretendYotoOptions, startPretendYoto } from "../../src/simulator/pretend-yoto.ts";
import { pretendClientId } from "../../src/simulator/seed.ts";

/** Everything our product asks for. */
export const ourScopes = [
  "offline_access",
  "family:view",
  "family:devices:view",
  "family:devices:control",
  "family:devices:manage",
  "family:library:view",
  "family:library:manage",
  "user:content:view",
  "user:content:manage",
  "user:icons:manage",
];
export const redirectUrl = "http://127.0.0.1:8787/callback";
export const codeVerifier = "a verifier of ours, long enough to be one: 0123456789";

/** A clock on which nobody waits; what was slept is counted and written down. */
export function hastyClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let ahead = 0;
  return {
    slept,
    nowMs: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      ahead += ms;
    },
  };
}

const chance: Chance = { fraction: () => 0.5, secret: () => "secret", id: () => "id" };

/** Keeps all that was logged, to look for what must not be there. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (fact: string, fields?: object) => void lines.push(`${fact} ${JSON.stringify(fields)}`);
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}

/** A pretend Yoto whose hours pass while our side waits, and only then. */
export function virtualTime(startMs = Date.UTC(2030, 0, 1)) {
  const virtual = virtualClock(startMs);
  const clock: Clock = {
    nowMs: virtual.nowMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      await virtual.advance(ms);
      signal?.throwIfAborted();
    },
  };
  return { virtual, clock };
}

/** A pretend Yoto with one family, its kitchen player, and our side of the wire to it. */
export async function startPretendWorld(
  options: PretendYotoOptions & {
    readonly client?: NewClient;
    readonly timeoutMs?: number;
    readonly ourClock?: Clock;
  } = {},
) {
  const yoto = await startPretendYoto(options);
  const account = yoto.accounts.add({ name: "Robin" });
  const device = yoto.devices.add({ familyId: account.familyId, model: "v3e", name: "Kitchen Yoto" });
  const client = options.client === undefined ? undefined : yoto.clients.add(options.client);
  const hasty = hastyClock();
  const clock = options.ourClock ?? hasty;
  const log = keptLog();
  const config: YotoCloudConfig = {
    authUrl: yoto.url,
    apiUrl: yoto.url,
    labsUrl: yoto.labsUrl,
    clientId: client?.clientId ?? pretendClientId,
    ...(client?.secret === undefined ? {} : { clientSecret: client.secret }),
    version: "1.2.3",
    clock,
    chance,
    log,
    timeoutMs: options.timeoutMs ?? 5_000,
  };
  const signIn = createYotoSignIn(config);
  const codeFor = async (scopes: readonly string[] = ourScopes, nonce = "nonce-1") => {
    yoto.switches.autoConsentAs = account.sub;
    const url = signIn.authorizeUrl({ redirectUrl, state: "state-1", nonce, codeVerifier, scopes });
    const answer = await fetch(url, { redirect: "manual" });
    return new URL(answer.headers.get("location") ?? "about:blank");
  };
  return {
    yoto,
    account,
    device,
    playerId: PlayerId(device.deviceId),
    config,
    clock,
    slept: hasty.slept,
    log,
    signIn,
    cloud: createYotoCloud(config),
    /** Where a browser comes back to. */
    codeFor,
    /** A whole sign-in. */
    link: async (scopes?: readonly string[]) =>
      signIn.exchangeCode({
        code: (await codeFor(scopes)).searchParams.get("code") ?? "",
        redirectUrl,
        codeVerifier,
      }),
    /** Requests of this method whose path begins so, in order. */
    requests: (method: string, path: string) =>
      yoto.journal
        .entries()
        .flatMap((entry) =>
          entry.kind === "http" && entry.method === method && entry.url.startsWith(path) ? [entry] : [],
        ),
    [Symbol.asyncDispose]: () => yoto[Symbol.asyncDispose](),
  };
}

/** What the promise was rejected with, or `undefined`. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
