import type { CoverSize } from "../domain/pictures/cover-size.ts";
import type { Colour } from "../domain/pictures/draw-icon.ts";
import type { IconWish } from "../domain/pictures/icon-of.ts";
import type { Crop } from "../domain/pictures/pixels.ts";

/** What to make: of a picture somebody has (JPEG, PNG, APNG, GIF), or drawn by us. */
export type PictureRequest =
  | ({ readonly make: "icon"; readonly from: Uint8Array } & IconWish)
  | { readonly make: "icon"; readonly draw: { readonly text: string; readonly colour: Colour } }
  | { readonly make: "cover"; readonly from: Uint8Array; readonly size: CoverSize; readonly crop?: Crop }
  | {
      readonly make: "cover";
      readonly draw: {
        readonly title: string;
        readonly author?: string;
        /** An icon, as a file, shown large. */
        readonly icon?: Uint8Array;
      };
      readonly size: CoverSize;
    };

/** Why nothing came of it. */
export type NoPicture =
  | "not-a-picture" // some other kind of file
  | "unsupported" // a picture in a coding we cannot read: AVIF, HEIC, SVG, WebP that moves
  | "too-many-dots" // more than 40 million
  | "damaged"
  | "nothing-to-draw"; // no letter we have

export type MadePicture =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly contentType: "image/png" | "image/gif" | "image/jpeg";
      readonly frames: number;
    }
  | { readonly ok: false; readonly why: NoPicture };

/**
 * Makes pictures as Yoto takes them: icons as 16 × 16 PNG with four channels (moving ones as GIF), covers as JPEG in one of its
 * sizes. Works outside the event loop. Never throws over what a file holds; throws `Unavailable` when the work broke off.
 */
export type PictureMaker = { make(request: PictureRequest): Promise<MadePicture> };
