import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { seededChance } from "../../src/adapters/memory/chance.ts";
import { fixedClock } from "../../src/adapters/memory/clock.ts";
import { silentLog } from "../../src/adapters/memory/log.ts";
import { createMemoryTable } from "../../src/adapters/memory/table.ts";
import { newKeyRing } from "../../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../../src/adapters/secrets/secrets.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { UserName, YotoAccountId } from "../../src/domain/ids.ts";
import { YotoTrouble } from "../../src/ports/yoto-trouble.ts";
import { createYotoAccounts } from "../../src/stores/yoto-accounts.ts";
import { freshAccessToken } from "../../src/usecases/yoto-accounts/fresh-access-token.ts";

/** A token endpoint that takes each refresh token once and answers what the test makes of the good answer. */
let garble = (answer: string) => answer;
let good = 0;
let spentTwice = false;
const sub = "auth0|1";
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const goodAnswer = () => ({
  access_token: `${base64({ alg: "RS256" })}.${base64({ sub, scope: "family:view" })}.c2ln${good}`,
  token_type: "Bearer",
  expires_in: 3_600,
  refresh_token: `refresh-${good}`,
  scope: "family:view offline_access",
});
const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    const fits = new URLSearchParams(body).get("refresh_token") === `refresh-${good}`;
    if (fits) good++;
    else spentTwice = true;
    response.writeHead(fits ? 200 : 403, { "content-type": "application/json" });
    response.end(fits ? garble(JSON.stringify(goodAnswer())) : '{"error":"invalid_grant"}');
  });
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  garble = (answer) => answer;
  spentTwice = false;
});

async function aFamily() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const chance = seededChance(1);
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const accounts = createYotoAccounts({ table: createMemoryTable(clock), secrets, clock });
  const authUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signIn = createYotoSignIn({ authUrl, clientId: "c", version: "0", clock, log: silentLog });
  const id = YotoAccountId(sub);
  await accounts.link({
    id,
    linkedBy: UserName("robin"),
    scopes: ["family:view", "offline_access"],
    tokens: {
      accessToken: "old",
      refreshToken: `refresh-${good}`,
      refreshedAtMs: clock.nowMs() - 3_600_000,
      expiresAtMs: clock.nowMs(),
    },
  });
  const token = () => freshAccessToken({ accounts, signIn, clock, chance, log: silentLog }, id);
  return { clock, token, account: async () => (await accounts.get(id))?.value };
}

const garbage = fc.oneof(
  fc.constantFrom(
    ...[
      "null",
      '""',
      "0",
      "-1",
      "1e308",
      "1e999",
      "true",
      "[]",
      "{}",
      '"NaN"',
      '"notSupported"',
      '" "',
      '"a b"',
    ],
    ...['"\\ud800"', '"\\n"', '"é"', '{"__proto__":{"toString":1}}', `${"[".repeat(90)}${"]".repeat(90)}`],
    `"${"x".repeat(3_000)}"`,
  ),
  fc.json({ maxDepth: 2 }),
);

test("garbage in any field of new tokens but the one that follows never costs a family its link", async () => {
  const place = fc.constantFrom("access_token", "token_type", "expires_in", "scope", "id_token", "__proto__");
  await fc.assert(
    fc.asyncProperty(place, garbage, async (name, value) => {
      const { clock, token, account } = await aFamily();
      garble = (answer) => `{${answer.slice(1, -1)},${JSON.stringify(name)}:${value}}`;
      await token().catch((error: unknown) => expect(error).toBeInstanceOf(YotoTrouble));
      garble = (answer) => answer;
      clock.advance(11 * 365 * 86_400_000);
      expect(await token()).toBe(goodAnswer().access_token);
      expect(await account()).toMatchObject({
        state: { is: "linked" },
        scopes: ["family:view", "offline_access"],
      });
      expect(spentTwice).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test("an access token that is missing from the new tokens is asked for a minute later, and not on and on", async () => {
  const { clock, token, account } = await aFamily();
  garble = (answer) => `{${answer.slice(1, -1)},"access_token":null}`;
  const before = good;
  for (let times = 0; times < 10; times++)
    await expect(token()).rejects.toMatchObject({ kind: "unavailable" });
  expect(good).toBe(before + 1);
  garble = (answer) => answer;
  clock.advance(60_000);
  expect(await token()).toBe(goodAnswer().access_token);
  expect(await account()).toMatchObject({ state: { is: "linked" } });
});

test("whatever the token endpoint answers, it ends in a token, in trouble or in a person who links again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(garbage, fc.string()), async (said) => {
      const { clock, token, account } = await aFamily();
      garble = () => said;
      for (let hours = 0; hours < 3; hours++) {
        await token().catch((error: unknown) => expect(error).toBeInstanceOf(YotoTrouble));
        clock.advance(2 * 3_600_000);
      }
      expect((await account())?.refreshing).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});
