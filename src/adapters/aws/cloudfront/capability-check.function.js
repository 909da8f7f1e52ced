// CloudFront Function (JavaScript runtime 2.0), viewer request on `/t/*`. Lets a request through to S3 when its path carries
// a mac over the file's key: `/t/<kid>.<mac>/<file key>`. The key-value store holds `key:<kid>` (the secret; without the entry
// all its addresses are dead) and `gone:<file key>` (one address is dead).
// @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html

import cloudfront from "cloudfront";
// biome-ignore lint/style/useNodejsImportProtocol: CloudFront knows it by this name.
import crypto from "crypto";

const store = cloudfront.kvs();
const shape = /^\/t\/([a-z0-9]{1,16})\.([A-Za-z0-9_-]{22})\/((?:audio|covers)\/[a-z0-9][a-z0-9._/-]{0,200})$/;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
async function handler(event) {
  const request = event.request;
  const parts = shape.exec(request.uri);
  if (parts === null || request.uri.indexOf("..") >= 0) return refused();
  const secret = await store.get(`key:${parts[1]}`).catch(() => "");
  if (secret === "") return refused();
  const mac = crypto
    .createHmac("sha256", secret)
    .update(`t1|${parts[1]}|${parts[3]}`)
    .digest("base64url")
    .slice(0, 22);
  if (!isSame(mac, parts[2])) return refused();
  const gone = await store.get(`gone:${parts[3]}`).catch(() => "");
  if (gone !== "") return refused();
  request.uri = `/${parts[3]}`;
  request.querystring = {};
  return request;
}

// Takes as long for a mac that is wrong at the first letter as at the last.
function isSame(left, right) {
  let difference = 0;
  for (let at = 0; at < left.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at);
  return difference === 0;
}

function refused() {
  return {
    statusCode: 404,
    statusDescription: "Not Found",
    headers: { "cache-control": { value: "no-store" } },
  };
}
