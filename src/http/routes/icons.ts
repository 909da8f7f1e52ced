import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { YotoAccountId } from "../../domain/ids.ts";
import { type Colour, colourOf } from "../../domain/pictures/draw-icon.ts";
import type { Crop } from "../../domain/pictures/pixels.ts";
import type { NoPicture, PictureRequest } from "../../ports/picture-maker.ts";
import type { DisplayIcon } from "../../ports/yoto-media.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import { type AddIconDeps, addIcon } from "../../usecases/pictures/add-icon.ts";
import { suggestIcons } from "../../usecases/pictures/suggest-icons.ts";
import { whichAccount } from "../../usecases/yoto-accounts/which-account.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { type Refused, refuse } from "../refuse.ts";
import { DrawnIcon, Icon, IconPage, IconSuggestions, IconWishes, NewIconQuery } from "../schema/icon.ts";
import { PageQuery } from "../schema/page.ts";

export type IconDeps = AddIconDeps & { readonly accounts: YotoAccounts };

const tags = ["Icons"];
const aPicture = { content: { "image/*": { schema: z.string().openapi({ format: "binary" }) } } };

const list = defineRoute("member", {
  method: "get",
  path: "/api/icons",
  tags,
  summary: "16×16 icons for cards and displays",
  request: {
    query: PageQuery.extend({
      of: z.enum(["yoto", "me"]).default("yoto").openapi({ description: "Yoto's set, or the family's own" }),
      search: z.string().max(100).optional(),
      accountId: z.string().max(200).optional().openapi({ description: "Where several are linked" }),
    }),
  },
  responses: { 200: jsonOf(IconPage, "A page") },
});
const add = defineRoute("member", {
  method: "post",
  path: "/api/icons",
  tags,
  summary: "Make an icon of any picture (JPEG, PNG, GIF; moving ones keep moving) and give it to the family",
  request: { query: NewIconQuery, body: aPicture },
  responses: { 201: jsonOf(Icon, "The icon; the same picture twice is one") },
});
const preview = defineRoute("member", {
  method: "post",
  path: "/api/icons/preview",
  tags,
  summary: "What an icon of this picture would look like; nothing is kept",
  request: { query: NewIconQuery, body: aPicture },
  responses: { 200: { description: "16 × 16 dots, PNG or GIF", ...aPicture } },
});
const draw = defineRoute("member", {
  method: "post",
  path: "/api/icons/drawn",
  tags,
  summary: "Draw a number or up to three letters as an icon and give it to the family",
  request: { body: bodyOf(DrawnIcon) },
  responses: { 201: jsonOf(Icon, "The icon") },
});
const drawn = defineRoute("member", {
  method: "get",
  path: "/api/icons/drawn",
  tags,
  summary: "What a drawn icon would look like; nothing is kept",
  request: { query: DrawnIcon.pick({ text: true, colour: true }) },
  responses: { 200: { description: "16 × 16 dots, PNG", ...aPicture } },
});
const match = defineRoute("member", {
  method: "post",
  path: "/api/icons/match",
  tags,
  summary: "Icons that fit titles",
  request: { body: bodyOf(IconWishes) },
  responses: { 200: jsonOf(IconSuggestions, "One answer for each title, in their order") },
});
const picture = defineRoute("member", {
  method: "get",
  path: "/api/icons/{accountId}/{id}",
  tags,
  summary: "The picture of an icon",
  request: { params: z.object({ accountId: z.string().min(1).max(200), id: z.string().min(1).max(200) }) },
  responses: { 200: { description: "The picture", ...aPicture } },
});

/** Icons: Yoto's set and the family's own, found, made and matched; their pictures through this server, so that a browser talks to nobody else. */
export function iconRoutes(app: OpenAPIHono<AppEnv>, deps: IconDeps): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, of, search, accountId } = c.req.valid("query");
    const which = await account(accountId);
    if (!which.ok) return refuse(c, which.why);
    const { id } = which.account;
    const found = await deps.icons.list(id, of, search);
    const from = /^\d+$/.test(cursor ?? "") ? Number(cursor) : 0;
    const items = found.slice(from, from + limit).map((icon) => iconView(id, icon));
    const next = from + limit;
    return c.json({ items, ...(next < found.length && { cursor: String(next) }) }, 200);
  });

  app.openapi(add, async (c) => {
    const { title, tags: words = "", accountId, ...wish } = c.req.valid("query");
    const which = await account(accountId);
    if (!which.ok) return refuse(c, which.why);
    const added = await addIcon(deps, which.account.id, {
      title,
      tags: words
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean),
      picture: await sentIcon(c, wish),
    });
    return added.ok ? c.json(iconView(which.account.id, added.icon), 201) : refuseNoPicture(c, added.why);
  });

  app.openapi(preview, async (c) => {
    const made = await deps.pictureMaker.make(await sentIcon(c, c.req.valid("query")));
    return made.ok ? pictureAnswer(made, "no-store") : refuseNoPicture(c, made.why);
  });

  app.openapi(draw, async (c) => {
    const { text, colour, title, accountId } = c.req.valid("json");
    const which = await account(accountId);
    if (!which.ok) return refuse(c, which.why);
    const added = await addIcon(deps, which.account.id, {
      title: title ?? text,
      tags: [text],
      picture: { make: "icon", draw: { text, colour: readColour(colour, text) } },
    });
    return added.ok ? c.json(iconView(which.account.id, added.icon), 201) : refuseNoPicture(c, added.why);
  });

  app.openapi(drawn, async (c) => {
    const { text, colour } = c.req.valid("query");
    const made = await deps.pictureMaker.make({
      make: "icon",
      draw: { text, colour: readColour(colour, text) },
    });
    return made.ok ? pictureAnswer(made, "private, max-age=86400") : refuseNoPicture(c, made.why);
  });

  app.openapi(match, async (c) => {
    const { titles, accountId } = c.req.valid("json");
    const which = await account(accountId);
    if (!which.ok) return refuse(c, which.why);
    const { id } = which.account;
    const items = (await suggestIcons(deps, id, titles)).map(({ icons, ...rest }) => ({
      ...rest,
      icons: icons.map((icon) => iconView(id, icon)),
    }));
    return c.json({ items }, 200);
  });

  app.openapi(picture, async (c) => {
    const { accountId, id } = c.req.valid("param");
    const which = await whichAccount(deps, YotoAccountId(accountId));
    const found = which.ok ? await deps.icons.picture(which.account.id, id) : undefined;
    if (found === undefined) return refuse(c, "not-found");
    // The id is made from the bytes: another picture has another id.
    return pictureAnswer(found, "private, max-age=2592000, immutable");
  });

  function account(named: string | undefined) {
    return whichAccount(deps, named === undefined ? undefined : YotoAccountId(named));
  }
}

/** The crop of a query, where all of it is there. */
export function cropOf({
  x,
  y,
  width,
  height,
}: {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}): { readonly crop?: Crop } {
  if (x === undefined || y === undefined || width === undefined || height === undefined) return {};
  return { crop: { x, y, width, height } };
}

/** Says why a picture came to nothing. */
export function refuseNoPicture(c: Context, why: NoPicture | "no-picture-there"): Refused {
  switch (why) {
    case "not-a-picture":
      return refuse(c, "not-a-picture");
    case "unsupported":
      return refuse(c, "not-a-picture", { hint: "Save it as PNG or JPEG and send that." });
    case "damaged":
      return refuse(c, "not-a-picture", { hint: "The file seems to be damaged or cut off." });
    case "too-many-dots":
    case "nothing-to-draw":
    case "no-picture-there":
      return refuse(c, why);
  }
}

/** A picture as an answer. */
export function pictureAnswer(
  made: { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string },
  cacheControl: string,
): Response {
  return new Response(made.bytes, {
    headers: { "Content-Type": made.contentType, "Cache-Control": cacheControl },
  });
}

async function sentIcon(
  c: Context,
  wish: Parameters<typeof cropOf>[0] & { readonly dim: "true" | "false" },
): Promise<Extract<PictureRequest, { make: "icon" }>> {
  const from = new Uint8Array(await c.req.arrayBuffer());
  return { make: "icon", from, dim: wish.dim === "true", ...cropOf(wish) };
}

function iconView(accountId: YotoAccountId, { mediaId, title, tags: words }: DisplayIcon): Icon {
  return {
    id: mediaId,
    ...(title !== undefined && { title }),
    tags: [...words],
    pictureUrl: `/api/icons/${encodeURIComponent(accountId)}/${encodeURIComponent(mediaId)}`,
  };
}

/** As wanted; otherwise numbers run through the rainbow. */
function readColour(colour: string | undefined, text: string): Colour {
  if (colour === undefined) return colourOf(/^\d+$/.test(text) ? Number(text) : (text.codePointAt(0) ?? 0));
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
