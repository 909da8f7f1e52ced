import { createHmac } from "node:crypto";
import { Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import { callerOf } from "./caller.ts";
import { badRequest, notFound } from "./refused.ts";
import { createTranscoder } from "./transcoder.ts";

type Deps = Pick<
  Cloud,
  "accounts" | "chance" | "clock" | "devices" | "faults" | "media" | "origin" | "switches" | "tokens"
>;

/** What storage takes at once. */
const maxUploadBytes = 1_073_741_824;
const uploadUrlSeconds = 3_600;

/**
 * Audio uploads: an address to PUT to, and the poll for what the transcoder made of it.
 * @see https://yoto.dev/myo/uploading-to-cards/
 */
export function uploadRoutes(deps: Deps): Hono {
  const { origin, chance, clock } = deps;
  const transcoder = createTranscoder(deps);
  const key = chance.alphanumerics(32);
  const sign = (uploadId: string, expires: string) =>
    createHmac("sha256", key).update(`${uploadId}/${expires}`).digest("hex");
  const app = new Hono();

  app.get("/media/transcode/audio/uploadUrl", async (c) => {
    const { sub } = await callerOf(deps, c, "user:content:manage");
    const sha256 = c.req.query("sha256")?.toLowerCase();
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
      throw badRequest("query.sha256: must be 64 hexadecimal digits");
    const filename = c.req.query("filename");
    const { upload, known } = transcoder.begin({
      userId: sub,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(filename === undefined ? {} : { filename }),
    });
    const { uploadId } = upload;
    const expires = String(Math.floor(clock.nowMs() / 1_000) + uploadUrlSeconds);
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Expires": expires,
      "X-Amz-Signature": sign(uploadId, expires),
    });
    return c.json({
      upload: { uploadId, uploadUrl: known ? null : `${origin()}/uploads/${uploadId}?${query}` },
    });
  });

  /** Stands for the storage behind a pre-signed address, so errors are its XML and a bearer token is one too many. */
  app.put("/uploads/:uploadId", async (c) => {
    const uploadId = c.req.param("uploadId");
    const upload = transcoder.get(uploadId);
    const expires = c.req.query("X-Amz-Expires") ?? "";
    const signed = c.req.query("X-Amz-Signature") === sign(uploadId, expires);
    if (upload === undefined || !signed) return xmlError(403, "SignatureDoesNotMatch");
    if (Number(expires) * 1_000 < clock.nowMs()) return xmlError(403, "AccessDenied", "Request has expired");
    if (c.req.header("authorization") !== undefined)
      return xmlError(400, "InvalidArgument", "Only one auth mechanism allowed");
    if (Number(c.req.header("content-length") ?? 0) > maxUploadBytes) return xmlError(400, "EntityTooLarge");
    transcoder.receive(upload, Buffer.from(await c.req.arrayBuffer()));
    return c.body(null, 200, { ETag: `"${upload.sha256?.slice(0, 32)}"` });
  });

  app.get("/media/upload/:uploadId/transcoded", async (c) => {
    const { sub } = await callerOf(deps, c, "user:content:manage");
    const uploadId = c.req.param("uploadId");
    const upload = transcoder.get(uploadId);
    if (upload?.userId !== sub) throw notFound(`Upload ${uploadId} does not exist.`);
    const progress = transcoder.progress(upload);
    if (upload.work.state === "failed") return c.json({ transcode: { uploadId, progress } });
    if (upload.work.state !== "done") return c.json({ transcode: { progress } }, 202);
    const { artifact } = upload.work;
    return c.json({
      transcode: {
        uploadId,
        uploadFilename: upload.filename,
        uploadSha256: artifact.sourceSha256,
        transcodedAt: new Date(artifact.atMs).toISOString(),
        transcodedSha256: artifact.hash,
        transcodedInfo: artifact.info,
        progress,
      },
    });
  });

  return app;
}

function xmlError(status: number, code: string, message = code): Response {
  return new Response(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    {
      status,
      headers: { "Content-Type": "application/xml" },
    },
  );
}
