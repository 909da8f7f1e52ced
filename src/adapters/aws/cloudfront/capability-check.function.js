// CloudFront Function (JavaScript runtime 2.0), viewer request on `/t/*`. Lets a request through to S3 when its path carries
// a mac over the file's key: `/t/<kid>.<mac>/<file key>`, or over it and the grant under which it was handed out:
// `/t/<kid>.<mac>.<grant>/<file key>`. The key-value store holds `key:<kid>` (the secret; without the entry all its addresses are
// dead), `gone:<file key>` (all addresses of a file are dead) and `gone:<grant>` (all that were handed out under it).
// @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html

import cloudfront from "cloudfront";
// biome-ignore lint/style/useNodejsImportProtocol: CloudFront knows it by this name.
import crypto from "crypto";

const store = cloudfront.kvs();
const shape =
  /^\/t\/([a-z0-9]{1,16})\.([A-Za-z0-9_-]{22})(?:\.([A-Za-z0-9_-]{16}))?\/((?:audio|covers|originals)\/[a-z0-9][a-z0-9._/-]{0,200})$/;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
async function handler(event) {
  const request = event.request;
  const parts = shape.exec(request.uri);
  if (parts === null || request.uri.indexOf("..") >= 0) return refused();
  const kid = parts[1];
  const grant = parts[3];
  const file = parts[4];
  const secret = await said(`key:${kid}`);
  if (secret === "") return refused();
  const mac = crypto
    .createHmac("sha256", secret)
    .update(grant === undefined ? `t1|${kid}|${file}` : `t2|${kid}|${grant}|${file}`)
    .digest("base64url")
    .slice(0, 22);
  if (!isSame(mac, parts[2])) return refused();
  if ((await said(`gone:${file}`)) !== "") return refused();
  if (grant !== undefined && (await said(`gone:${grant}`)) !== "") return refused();
  request.uri = `/${file}`;
  request.querystring = {};
  return request;
}

// What the store says of a key; nothing where it does not know it.
function said(key) {
  return store.get(key).catch(() => "");
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
