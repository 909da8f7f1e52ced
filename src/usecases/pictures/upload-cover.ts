import type { AudioId, YotoAccountId } from "../../domain/ids.ts";
import { type CoverSize, coverSizes } from "../../domain/pictures/cover-size.ts";
import type { Crop } from "../../domain/pictures/pixels.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { MadePicture, NoPicture, PictureMaker } from "../../ports/picture-maker.ts";
import type { YotoMedia } from "../../ports/yoto-media.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import type { IconShelf } from "./icon-shelf.ts";

export type CoverDeps = {
  readonly cloud: Pick<YotoMedia, "uploadCover">;
  readonly tokens: TokenDeps;
  readonly pictureMaker: PictureMaker;
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly icons: IconShelf;
};

/** Where a cover comes from. */
export type CoverSource =
  | { readonly from: "picture"; readonly bytes: Uint8Array; readonly crop?: Crop }
  /** The picture in the recording's tags. */
  | { readonly from: "audio"; readonly audioId: AudioId; readonly crop?: Crop }
  /** Drawn by us. */
  | {
      readonly from: "template";
      readonly title: string;
      readonly author?: string | undefined;
      readonly iconId?: string | undefined;
    };

export type CoverMade = MadePicture | { readonly ok: false; readonly why: "no-picture-there" };
export type CoverUploaded =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly why: NoPicture | "no-picture-there" };

const mostTagBytes = 20_000_000;

/** Makes a cover in one of Yoto's sizes. May throw `YotoTrouble` (for the icon) and `Unavailable`. */
export async function makeCover(
  deps: CoverDeps,
  accountId: YotoAccountId | undefined,
  source: CoverSource,
  size: CoverSize,
): Promise<CoverMade> {
  const { pictureMaker } = deps;
  switch (source.from) {
    case "picture": {
      const { bytes, crop } = source;
      return pictureMaker.make({ make: "cover", from: bytes, size, ...(crop && { crop }) });
    }
    case "audio": {
      const bytes = await tagPicture(deps, source.audioId);
      const { crop } = source;
      if (bytes === undefined) return { ok: false, why: "no-picture-there" };
      return pictureMaker.make({ make: "cover", from: bytes, size, ...(crop && { crop }) });
    }
    case "template": {
      const { title, author, iconId } = source;
      const icon =
        iconId === undefined || accountId === undefined
          ? undefined
          : await deps.icons.picture(accountId, iconId);
      const draw = { title, ...(author && { author }), ...(icon && { icon: icon.bytes }) };
      return pictureMaker.make({ make: "cover", draw, size });
    }
  }
}

/** Makes a cover and gives it to Yoto; the address goes into a card. Throws `YotoTrouble` and `Unavailable`. */
export async function uploadCover(
  deps: CoverDeps,
  accountId: YotoAccountId,
  source: CoverSource,
  size: CoverSize,
): Promise<CoverUploaded> {
  const made = await makeCover(deps, accountId, source, size);
  if (!made.ok) return made;
  const image = { bytes: made.bytes, contentType: made.contentType, filename: "cover.jpg" };
  const { coverType } = coverSizes[size];
  const { url } = await withYotoAccount(deps.tokens, accountId, (token) =>
    deps.cloud.uploadCover(token, { image, coverType }),
  );
  return { ok: true, url };
}

async function tagPicture(
  { audio, files }: CoverDeps,
  id: AudioId,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const key = (await audio.get(id))?.value.coverKey;
  const body = key === undefined ? undefined : await files.read(key);
  if (body === undefined) return undefined;
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  return bytes.length > mostTagBytes ? undefined : bytes;
}
