import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { Unavailable } from "../../ports/unavailable.ts";
import { credentialsOf, NoAwsCredentials } from "./credential-sources.ts";

/** A container's endpoint that gives keys for an hour, numbered by how often it was asked. */
async function anEndpoint(nowMs: () => number) {
  const asked: (string | undefined)[] = [];
  let broken = false;
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    if (broken) return void response.writeHead(500).end();
    const Expiration = new Date(nowMs() + 3_600_000).toISOString();
    response.end(
      JSON.stringify({ AccessKeyId: `key-${asked.length}`, SecretAccessKey: "s", Token: "t", Expiration }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    asked,
    breakDown: () => {
      broken = true;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A time that is set by hand, and keys from an endpoint in it. */
async function aContainer() {
  let now = Date.UTC(2030, 0, 1);
  const clock = { nowMs: () => now, sleep: async () => {} };
  const endpoint = await anEndpoint(clock.nowMs);
  const keys = credentialsOf(
    {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "the container's own",
    },
    { clock },
  );
  const pass = (ms: number) => {
    now += ms;
  };
  return { endpoint, keys, pass, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() };
}

test("the environment's own keys are used as they are, with or without a session", async () => {
  const clock = { nowMs: () => 0, sleep: async () => {} };
  const surroundings = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
  expect(await credentialsOf(surroundings, { clock })()).toEqual({
    accessKeyId: "id",
    secretAccessKey: "secret",
  });
  const lambda = { ...surroundings, AWS_SESSION_TOKEN: "session" };
  expect(await credentialsOf(lambda, { clock })()).toMatchObject({ sessionToken: "session" });
});

test("a container's keys are asked for once, by many at once, and again before they end", async () => {
  await using container = await aContainer();
  const { keys, endpoint, pass } = container;
  const all = await Promise.all([keys(), keys(), keys()]);
  expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-1"]));
  expect(endpoint.asked).toEqual(["the container's own"]);
  pass(50 * 60_000);
  expect((await keys()).accessKeyId).toBe("key-1");
  pass(6 * 60_000);
  expect((await keys()).accessKeyId).toBe("key-2");
});

test("keys that a service has refused are replaced although they claim to hold", async () => {
  await using container = await aContainer();
  await container.keys();
  expect((await container.keys({ refresh: true })).accessKeyId).toBe("key-2");
});

test("an endpoint that does not answer is no matter while the keys live, and told when they are over", async () => {
  await using container = await aContainer();
  await container.keys();
  container.endpoint.breakDown();
  container.pass(57 * 60_000);
  expect((await container.keys()).accessKeyId).toBe("key-1");
  container.pass(5 * 60_000);
  await expect(container.keys()).rejects.toThrow(Unavailable);
});

test("where there are no keys at all the message says what to set", () => {
  const clock = { nowMs: () => 0, sleep: async () => {} };
  expect(() => credentialsOf({}, { clock })).toThrow(NoAwsCredentials);
  expect(() => credentialsOf({}, { clock })).toThrow(/AWS_ACCESS_KEY_ID/);
});
