import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { presignedUrl } from "./s3/presigned-url.ts";
import { AwsRefused, createSignedCall, type SignedCallOptions } from "./signed-call.ts";

/** The keys and the moment of AWS's published examples. */
const exampleKeys = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const exampleMs = Date.UTC(2013, 4, 24);
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function aCall(more: Partial<SignedCallOptions> = {}) {
  return createSignedCall({
    region: "us-east-1",
    credentials: async () => exampleKeys,
    clock: { nowMs: () => exampleMs, sleep: async () => {} },
    chance: { fraction: () => 0, secret: () => "", id: () => "" },
    ...more,
  });
}

describe("signatures equal the ones AWS published", () => {
  const signatureOf = async (path: string) => {
    let authorization = "";
    const call = aCall({
      endpoint: () => "https://examplebucket.s3.amazonaws.com",
      send: async ({ headers }) => {
        authorization = headers["authorization"] ?? "";
        return new Response();
      },
    });
    await call("s3", { method: "GET", path, headers: { "x-amz-content-sha256": emptyHash } });
    return /Signature=(\w+)/.exec(authorization)?.[1];
  };

  test("for reading a bucket's lifecycle", async () => {
    expect(await signatureOf("/?lifecycle")).toBe(
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    );
  });

  test("for listing objects", async () => {
    expect(await signatureOf("/?max-keys=2&prefix=J")).toBe(
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    );
  });

  test("for an address that lets somebody else read an object for a day", async () => {
    const url = await presignedUrl({
      region: "us-east-1",
      credentials: async () => exampleKeys,
      method: "GET",
      url: "https://examplebucket.s3.amazonaws.com/test.txt",
      ttlSeconds: 86_400,
      nowMs: exampleMs,
    });
    expect(url.searchParams.get("X-Amz-Signature")).toBe(
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    );
  });
});

/** A service that answers each request with the next of these. */
async function startService(answers: readonly RequestListener[]) {
  let asked = 0;
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    request.resume();
    answer?.(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
const says =
  (status: number, type = ""): RequestListener =>
  (_, response) => {
    response
      .writeHead(status)
      .end(type === "" ? "{}" : JSON.stringify({ __type: `com.amazonaws#${type}`, message: "no" }));
  };
const hangsUp: RequestListener = (_, response) => void response.socket?.destroy();

describe("when a service is in trouble", () => {
  test.each([
    ["throttles", says(400, "ProvisionedThroughputExceededException")],
    ["is broken for a moment", says(503)],
    ["hangs up", hangsUp],
  ])("a call is tried again when it %s", async (_, trouble) => {
    await using service = await startService([trouble, trouble, says(200)]);
    const answer = await aCall({ endpoint: () => service.endpoint })("dynamodb", {});
    expect(answer.status).toBe(200);
    expect(service.asked()).toBe(3);
  });

  test("a refusal is not repeated and carries its name", async () => {
    await using service = await startService([says(400, "ConditionalCheckFailedException")]);
    const call = aCall({ endpoint: () => service.endpoint })("dynamodb", {});
    await expect(call).rejects.toMatchObject({ type: "ConditionalCheckFailedException", afterDoubt: false });
    expect(service.asked()).toBe(1);
  });

  test("a refusal after a lost answer says that the first try may have been carried out", async () => {
    await using service = await startService([hangsUp, says(400, "ConditionalCheckFailedException")]);
    const call = aCall({ endpoint: () => service.endpoint })("dynamodb", {});
    await expect(call).rejects.toMatchObject({ afterDoubt: true });
  });

  test("keys that have expired are fetched anew, once", async () => {
    await using service = await startService([says(400, "ExpiredTokenException"), says(200)]);
    const asked: unknown[] = [];
    const credentials: SignedCallOptions["credentials"] = async (options) => {
      asked.push(options?.refresh ?? false);
      return exampleKeys;
    };
    await aCall({ endpoint: () => service.endpoint, credentials })("dynamodb", {});
    expect(asked).toEqual([false, true]);
    await using wrong = await startService([says(400, "ExpiredTokenException")]);
    await expect(aCall({ endpoint: () => wrong.endpoint })("dynamodb", {})).rejects.toBeInstanceOf(
      AwsRefused,
    );
  });

  test("a clock that is wrong is put right by what the service says", async () => {
    const hourOff: RequestListener = (request, response) => {
      const sent = String(request.headers["x-amz-date"]).replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:");
      const right = Math.abs(Date.parse(sent) - (exampleMs + 3_600_000)) < 60_000;
      response.setHeader("date", new Date(exampleMs + 3_600_000).toUTCString());
      if (right) says(200)(request, response);
      else says(403, "RequestTimeTooSkewed")(request, response);
    };
    await using service = await startService([hourOff]);
    const call = aCall({ endpoint: () => service.endpoint });
    expect((await call("dynamodb", {})).status).toBe(200);
    expect((await call("dynamodb", {})).status).toBe(200);
    expect(service.asked()).toBe(3);
  });

  test("a service that stays silent is told as unavailable", async () => {
    await using service = await startService([hangsUp]);
    await expect(aCall({ endpoint: () => service.endpoint })("dynamodb", {})).rejects.toThrow(
      /did not answer after 5/,
    );
  });
});
