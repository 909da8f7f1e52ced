import { Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import { hex } from "../store/accounts.ts";
import { callerOf } from "./caller.ts";
import { isReadyIcon, pattern, pictureOf, toIcon } from "./picture.ts";
import { writePng } from "./png.ts";
import { badRequest } from "./refused.ts";

type Deps = Pick<Cloud, "accounts" | "chance" | "clock" | "devices" | "media" | "tokens">;

type Icon = {
  readonly mediaId: string;
  readonly displayIconId: string;
  readonly userId: string;
  readonly createdAt: string;
};

/** The icon tools fall back on; its id is that of the real one. */
const fallbackIconId = "aUm9i3ex3qqAMYBv-i-O-pYMKuMJGICtR3Vhf289u2Q";

const publicTitles =
  "Handbag,Rocket,Moon,Star,Cat,Dog,Whale,Dragon,Castle,Tree,Boat,Train,Drum,Guitar,Book,Heart,Sun,Cloud,Apple,Owl";

/**
 * Icons for the 16 × 16 display: the public set, one's own, upload as raw bytes. An icon uploaded twice is answered
 * with an empty object where its address should be, as the real one does.
 * @see https://yoto.dev/icons/uploading-icons/
 */
export function iconRoutes(deps: Deps): Hono {
  const { chance, clock, media } = deps;
  const app = new Hono().basePath("/media/displayIcons/user");
  const icons = new Map<string, Map<string, Icon>>();
  const now = () => new Date(clock.nowMs()).toISOString();
  const ofUser = (sub: string) => {
    const own = icons.get(sub) ?? new Map<string, Icon>();
    icons.set(sub, own);
    return own;
  };

  const draw = (title: string) => ({ bytes: writePng(pattern(title)), contentType: "image/png", seconds: 0 });
  media.putAs(fallbackIconId, draw("fallback"));
  const publicIcons = publicTitles.split(",").map((title) => {
    const mediaId = media.put(draw(title));
    return {
      mediaId,
      userId: "yoto",
      createdAt: now(),
      title,
      url: media.iconUrl(mediaId),
      public: true,
      publicTags: [title.toLowerCase()],
      new: false,
      displayIconId: hex(chance, 24),
    };
  });

  app.get("/yoto", async (c) => {
    await callerOf(deps, c);
    return c.json({
      displayIcons: publicIcons.map((icon) => ({ ...icon, url: media.iconUrl(icon.mediaId) })),
    });
  });

  app.get("/me", async (c) => {
    const { sub } = await callerOf(deps, c, "user:icons:manage");
    return c.json({
      displayIcons: [...ofUser(sub).values()].map((icon) => ({
        ...icon,
        url: media.iconUrl(icon.mediaId),
        public: false,
      })),
    });
  });

  app.post("/me/upload", async (c) => {
    const { sub } = await callerOf(deps, c, "user:icons:manage");
    const bytes = Buffer.from(await c.req.arrayBuffer());
    if (!c.req.header("content-type")?.startsWith("image/") || pictureOf(bytes) === undefined)
      throw badRequest("A binary image file is required");
    const convert = c.req.query("autoConvert") !== "false";
    if (!convert && !isReadyIcon(bytes))
      throw badRequest("The image must be 16x16, a PNG with 24-bit RGBA colour or a GIF");
    const mediaId = media.put({
      bytes: convert ? toIcon(bytes) : bytes,
      contentType: convert ? "image/png" : (pictureOf(bytes)?.type ?? "image/png"),
      seconds: 0,
    });
    const known = ofUser(sub).get(mediaId);
    if (known !== undefined) return c.json({ displayIcon: { _id: known.displayIconId, ...known, url: {} } });
    const icon: Icon = { mediaId, displayIconId: hex(chance, 24), userId: sub, createdAt: now() };
    ofUser(sub).set(mediaId, icon);
    const { displayIconId } = icon;
    return c.json({
      displayIcon: { mediaId, userId: sub, displayIconId, url: media.iconUrl(mediaId), new: true },
    });
  });

  return app;
}
