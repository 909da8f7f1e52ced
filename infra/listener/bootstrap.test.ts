import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { withSignature } from "../../src/adapters/aws/signature-v4.ts";

const script = readFileSync(new URL("./bootstrap.mjs", import.meta.url), "utf8");
const keys = { AccessKeyId: "AKIDEXAMPLE", SecretAccessKey: "secret", Token: "token" };
const program = 'import { said } from "./later.mjs"; console.log(said, process.argv.length);';
const later = 'export const said = "listening";';
const sha256 = (data: string) => createHash("sha256").update(data).digest("hex");

test("the listener starts from the files that the task definition names", async () => {
  const { status, out } = await start({ main: sha256(program), later: sha256(later) });
  expect(out).toBe("listening 1\n");
  expect(status).toBe(0);
});

test("a file that is not the one named is not run", async () => {
  const { status, err } = await start({ main: sha256(program), later: sha256("something else") });
  expect(status).toBe(78);
  expect(err).toContain("bundle-is-not-ours");
});

test("CloudFormation finds nothing in the script that it would take for its own", () => {
  expect(script).not.toContain(`$${"{"}`);
});

/** Runs the script as the stock image does, against an S3 that checks signatures and the container's endpoint for keys. */
async function start(expected: { main: string; later: string }) {
  const server = createServer((request, response) => {
    if (request.url === "/keys") {
      response.end(JSON.stringify(keys));
      return;
    }
    const { host, "x-amz-date": date = "", "x-amz-content-sha256": bodyHash = "" } = request.headers;
    const { authorization } = withSignature({
      method: "GET",
      url: new URL(`http://${host}${request.url}`),
      headers: { "x-amz-content-sha256": String(bodyHash) },
      bodyHash: String(bodyHash),
      service: "s3",
      region: "eu-west-2",
      keys: {
        accessKeyId: keys.AccessKeyId,
        secretAccessKey: keys.SecretAccessKey,
        sessionToken: keys.Token,
      },
      nowMs: Date.parse(String(date).replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5")),
    });
    const right = authorization === request.headers.authorization;
    response.statusCode = right ? 200 : 403;
    response.end(right ? (request.url === "/bundle.mjs" ? program : later) : "SignatureDoesNotMatch");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const at = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: {
      PATH: process.env["PATH"],
      AWS_REGION: "eu-west-2",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${at}/keys`,
      BUNDLE_MAIN: "listener.mjs",
      BUNDLE_FILES: `listener.mjs ${expected.main} ${at}/bundle.mjs\nlater.mjs ${expected.later} ${at}/later.mjs`,
    },
  });
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  server.close();
  return { out, err, status };
}
