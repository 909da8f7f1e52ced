import { createHash, createHmac, createPublicKey, createVerify } from "node:crypto";
import { SignatureV4a } from "@aws-sdk/signature-v4a";
import { expect, test } from "vitest";
import { signingKeyOf, withSignatureForAllRegions } from "../src/adapters/aws/signature-v4a.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const at = new Date("2030-01-01T00:00:00Z");
const url = new URL(
  "https://123456789012.cloudfront-kvs.global.api.aws/key-value-stores/arn%3Aaws%3Acloudfront%3A%3A123456789012%3Akey-value-store%2Fone/keys/gone%3Aabc",
);

function bytesOf(given: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof given === "string") return Buffer.from(given);
  return ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given);
}

test("AWS's own signer makes signatures that our key and our form of the request bear out", async () => {
  const body = '{"Value":"1"}';
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const ours = withSignatureForAllRegions({
    method: "PUT",
    url,
    headers: { "if-match": "KV1", "x-amz-content-sha256": bodyHash },
    bodyHash,
    service: "cloudfront-keyvaluestore",
    region: "*",
    keys,
    nowMs: at.getTime(),
  });
  class Sha256 {
    readonly #hash;
    constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
      this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
    }
    update(given: string | ArrayBuffer | ArrayBufferView) {
      this.#hash.update(bytesOf(given));
    }
    async digest() {
      return new Uint8Array(this.#hash.digest());
    }
    reset() {}
  }
  const theirs = await new SignatureV4a({
    credentials: keys,
    region: "*",
    service: "cloudfront-keyvaluestore",
    sha256: Sha256,
  }).sign(
    {
      method: "PUT",
      protocol: "https:",
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, "if-match": "KV1" },
      body,
    },
    { signingDate: at, signingRegion: "*" },
  );
  const [, names, signature] =
    /SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/.exec(theirs.headers["authorization"] ?? "") ?? [];
  expect(ours["authorization"]).toContain(`SignedHeaders=${names}`);
  expect(theirs.headers["x-amz-region-set"]).toBe(ours["x-amz-region-set"]);
  const canonical = [
    "PUT",
    url.pathname.replaceAll("%", "%25"),
    "",
    ...(names ?? "").split(";").map((name) => `${name}:${ours[name]}`),
    "",
    names,
    bodyHash,
  ].join("\n");
  const text = [
    "AWS4-ECDSA-P256-SHA256",
    "20300101T000000Z",
    "20300101/cloudfront-keyvaluestore/aws4_request",
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const key = createPublicKey(signingKeyOf(keys));
  const bornOut = (hex = "") => createVerify("sha256").update(text).verify(key, hex, "hex");
  expect(bornOut(signature)).toBe(true);
  expect(bornOut(/Signature=([0-9a-f]+)$/.exec(ours["authorization"] ?? "")?.[1])).toBe(true);
});
