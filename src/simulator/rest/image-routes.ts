import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import { callerOf } from "./caller.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { badRequest, notFound } from "./refused.ts";

type Deps = Pick<Cloud, "accounts" | "clock" | "devices" | "families" | "media" | "origin" | "tokens">;

const maxFamilyImageBytes = 8 * 1_024 * 1_024;
const familyImageSeconds = 7 * 24 * 3_600;
const coverTypes = ["default", "myo", "podcast", "radio", "activities", "music", "sfx", "stories"];
const sizes = new Set(["640x480", "320x320"]);

/**
 * Cover pictures of cards, and the pictures of a family.
 * @see https://yoto.dev/api/uploadcoverimage/
 */
export function imageRoutes(deps: Deps): Hono {
  const { clock, families, media, origin } = deps;
  const app = new Hono();

  app.post("/media/coverImage/user/me/upload", async (c) => {
    await callerOf(deps, c, "user:content:manage");
    const coverType = c.req.query("coverType") ?? "default";
    if (!coverTypes.includes(coverType))
      throw badRequest(`query.coverType: must be one of ${coverTypes.join(", ")}`);
    const imageUrl = c.req.query("imageUrl");
    const { bytes, picture } = imageUrl === undefined ? await sentPicture(c) : await fetchedPicture(imageUrl);
    const mediaId = media.put({ bytes, contentType: picture.type, seconds: 0 });
    return c.json({ coverImage: { mediaId, mediaUrl: media.publicUrl(mediaId, "pub/") } });
  });

  app.get("/media/family/images", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:view");
    return c.json({
      images: [...families.shelf(familyId).images.values()].map(({ imageId, lastModified, size }) => ({
        imageId,
        lastModified,
        eTag: `"${imageId.slice(0, 32)}"`,
        size,
      })),
    });
  });

  app.post("/media/family/images", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:manage");
    const { bytes, picture } = await sentPicture(c);
    if (picture.type === "image/svg+xml") throw badRequest("A binary image file is required");
    if (bytes.length > maxFamilyImageBytes) throw badRequest("Image is larger than 8 MB");
    const { images } = families.shelf(familyId);
    const imageId = createHash("sha256").update(bytes).digest("hex");
    if (images.size >= 500 && !images.has(imageId)) throw badRequest("Image count is limited to 500");
    if (!images.has(imageId))
      images.set(imageId, {
        imageId,
        hash: media.put({ bytes, contentType: picture.type, seconds: 0 }),
        contentType: picture.type,
        lastModified: new Date(clock.nowMs()).toISOString(),
        size: bytes.length,
      });
    return c.json({ imageId, url: `${origin()}/media/family/images/${imageId}` });
  });

  app.get("/media/family/images/:imageId", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:library:view");
    const imageId = c.req.param("imageId");
    const { width, height } = c.req.query();
    if ((width ?? height) !== undefined && !sizes.has(`${width}x${height}`))
      throw badRequest("query: width and height must be 640 and 480, or 320 and 320");
    if (imageId.startsWith("fp-")) return c.redirect(`${origin()}/cdn/family/${imageId}`);
    const image = families.shelf(familyId).images.get(imageId);
    if (image === undefined) throw notFound(`Image ${imageId} does not exist.`);
    return c.redirect(media.signedUrl(image.hash, familyImageSeconds));
  });

  return app;
}

type Sent = { readonly bytes: Buffer<ArrayBuffer>; readonly picture: Picture };

async function sentPicture(c: Context): Promise<Sent> {
  const declared = c.req.header("content-type") ?? "";
  if (!declared.startsWith("image/") && declared !== "application/octet-stream")
    throw badRequest("A binary image file is required");
  return looked(Buffer.from(await c.req.arrayBuffer()));
}

async function fetchedPicture(imageUrl: string): Promise<Sent> {
  try {
    const answer = await fetch(imageUrl, { signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return looked(Buffer.from(await answer.arrayBuffer()));
  } catch {
    // Not reachable is as bad as not found.
  }
  throw badRequest("query.imageUrl: could not be fetched");
}

function looked(bytes: Buffer<ArrayBuffer>): Sent {
  const picture = pictureOf(bytes);
  if (picture === undefined) throw badRequest("A binary image file is required");
  return { bytes, picture };
}
