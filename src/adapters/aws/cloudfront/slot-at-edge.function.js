// CloudFront Function (JavaScript runtime 2.0), viewer request on `/s/*`. A slot that plays the same to everybody is answered
// from S3 without asking us: the key-value store holds `slot:<grant>/<slot>`, the file's key and perhaps the second since 1970
// from which on it may be another. The grant is the beginning of the secret's hash. Everything else goes on to the API, also
// what is revoked (`gone:<grant>`): it says what is to be said of a slot that is none.
// @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html

import cloudfront from "cloudfront";
// biome-ignore lint/style/useNodejsImportProtocol: CloudFront knows it by this name.
import crypto from "crypto";

const store = cloudfront.kvs();
const shape = /^\/s\/([A-Za-z0-9_-]{1,200})\/([A-Za-z0-9_-]{1,100})\.mp3$/;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
async function handler(event) {
  const request = event.request;
  const parts = shape.exec(request.uri);
  if (parts === null) return request;
  const grant = crypto.createHash("sha256").update(parts[1]).digest("base64url").slice(0, 16);
  const answer = (await said(`slot:${grant}/${parts[2]}`)).split(" ");
  if (answer[0].indexOf("audio/") !== 0) return request;
  if (answer.length > 1 && Date.now() >= Number(answer[1]) * 1000) return request;
  if ((await said(`gone:${grant}`)) !== "") return request;
  request.uri = `/${answer[0]}`;
  request.querystring = {};
  cloudfront.selectRequestOriginById("audio");
  return request;
}

// What the store says of a key; nothing where it does not know it.
function said(key) {
  return store.get(key).catch(() => "");
}
