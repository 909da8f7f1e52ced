import { createECDH, createHmac, createPrivateKey, type KeyObject, sign } from "node:crypto";
import type { AwsCredentials } from "./credentials.ts";
import { canonicalQuery, canonicalRequest, sha256, strictly, type ToSign, timeOf } from "./signature-v4.ts";

const algorithm = "AWS4-ECDSA-P256-SHA256";
/** One less than the order of the curve P-256, less one: a larger number is no key. */
const largest = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n - 2n;

/**
 * The headers with a signature that holds in all regions, as CloudFront's key-value stores want it (SigV4A). Its key is a point on
 * a curve, made from the secret.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function withSignatureForAllRegions(wanted: ToSign): Record<string, string> {
  const { method, url, bodyHash, service, keys, nowMs } = wanted;
  const headers: Record<string, string> = {
    ...wanted.headers,
    host: url.host,
    "x-amz-date": timeOf(nowMs),
    "x-amz-region-set": "*",
  };
  if (keys.sessionToken !== undefined) headers["x-amz-security-token"] = keys.sessionToken;
  const names = Object.keys(headers).sort();
  // Encoded once in the address, and once more here.
  const path = url.pathname.split("/").map(strictly).join("/");
  const request = canonicalRequest({
    method,
    path,
    query: canonicalQuery(url.searchParams),
    names,
    headers,
    bodyHash,
  });
  const scope = `${timeOf(nowMs).slice(0, 8)}/${service}/aws4_request`;
  const text = [algorithm, timeOf(nowMs), scope, sha256(request)].join("\n");
  const signature = sign("sha256", Buffer.from(text), signingKeyOf(keys)).toString("hex");
  headers["authorization"] =
    `${algorithm} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return headers;
}

/** The private key that goes with a secret: the first number from it, counting up, that lies on the curve. */
export function signingKeyOf({ accessKeyId, secretAccessKey }: AwsCredentials): KeyObject {
  for (let counter = 1; counter < 255; counter++) {
    const given = Buffer.concat([
      Buffer.from([0, 0, 0, 1]),
      Buffer.from(`${algorithm}\0${accessKeyId}`),
      Buffer.from([counter, 0, 0, 1, 0]),
    ]);
    const number = createHmac("sha256", `AWS4A${secretAccessKey}`).update(given).digest("hex");
    if (BigInt(`0x${number}`) > largest) continue;
    const scalar = Buffer.from((BigInt(`0x${number}`) + 1n).toString(16).padStart(64, "0"), "hex");
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(scalar);
    const point = curve.getPublicKey();
    const jwk = {
      kty: "EC",
      crv: "P-256",
      d: scalar.toString("base64url"),
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    };
    return createPrivateKey({ key: jwk, format: "jwk" });
  }
  throw new Error("No signing key comes of these credentials");
}
