// What the stock Node image runs on Fargate: fetches our bundle from S3 with the task's own role, compares its SHA-256 with
// the one in the task definition, and runs it. Nothing is built and nothing is trusted but the hash. Exit 78: not our bundle.
// biome-ignore-all lint/style/useTemplate: CloudFormation reads this text and takes a dollar with a brace for its own.
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { BUNDLE_FILES, BUNDLE_MAIN, AWS_REGION, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI } = process.env;
const credentialsUrl =
  process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI ??
  "http://169.254.170.2" + AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

// A signed GET. @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
function signedHeaders(url, keys, at) {
  const time = at.toISOString().replace(/[:-]|\.\d{3}/g, "");
  const scope = [time.slice(0, 8), AWS_REGION, "s3", "aws4_request"].join("/");
  const empty = sha256("");
  const headers = {
    host: url.host,
    "x-amz-content-sha256": empty,
    "x-amz-date": time,
    "x-amz-security-token": keys.Token,
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => name + ":" + value + "\n");
  const request = ["GET", url.pathname, "", lines.join(""), names, empty].join("\n");
  const key = scope.split("/").reduce(hmac, "AWS4" + keys.SecretAccessKey);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(request)].join("\n")).toString("hex");
  const credential = "AWS4-HMAC-SHA256 Credential=" + keys.AccessKeyId + "/" + scope;
  return {
    ...headers,
    authorization: credential + ", SignedHeaders=" + names + ", Signature=" + signature,
  };
}

const keys = await (await fetch(credentialsUrl)).json();
const folder = writableFolder();
for (const line of BUNDLE_FILES.split("\n")) {
  const [name, expected, address] = line.split(" ");
  const url = new URL(address);
  const answer = await fetch(url, { headers: signedHeaders(url, keys, new Date()) });
  if (!answer.ok) throw new Error(name + " could not be fetched: S3 answered " + answer.status);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (sha256(bytes) !== expected) {
    console.error(
      JSON.stringify({ level: "error", fact: "bundle-is-not-ours", name, sha256: sha256(bytes) }),
    );
    process.exit(78);
  }
  writeFileSync(join(folder, name), bytes);
}
await import(pathToFileURL(join(folder, BUNDLE_MAIN)).href);

// The root file system is read-only; shared memory is not, and is everybody's.
function writableFolder() {
  let trouble;
  for (const place of ["/dev/shm", tmpdir()]) {
    try {
      return mkdtempSync(join(place, "listener-"));
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}
