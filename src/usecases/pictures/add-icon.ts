import type { YotoAccountId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { NoPicture, PictureMaker, PictureRequest } from "../../ports/picture-maker.ts";
import type { DisplayIcon, YotoMedia } from "../../ports/yoto-media.ts";
import type { OwnIcons } from "../../stores/own-icons.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import type { IconShelf } from "./icon-shelf.ts";

export type AddIconDeps = {
  readonly cloud: Pick<YotoMedia, "uploadIcon">;
  readonly tokens: TokenDeps;
  readonly pictureMaker: PictureMaker;
  readonly icons: IconShelf;
  readonly ownIcons: OwnIcons;
  readonly clock: Clock;
};

export type IconAdded =
  | { readonly ok: true; readonly icon: DisplayIcon; readonly isNew: boolean }
  | { readonly ok: false; readonly why: NoPicture };

/**
 * Makes an icon and gives it to a family at Yoto, dot by dot as we made it: Yoto's own conversion would make one still picture
 * of it. An icon that Yoto had already is answered alike. Throws `YotoTrouble` and `Unavailable`.
 */
export async function addIcon(
  deps: AddIconDeps,
  accountId: YotoAccountId,
  wanted: {
    readonly title: string;
    readonly tags?: readonly string[];
    readonly picture: Extract<PictureRequest, { make: "icon" }>;
  },
): Promise<IconAdded> {
  const made = await deps.pictureMaker.make(wanted.picture);
  if (!made.ok) return made;
  const { bytes, contentType } = made;
  const ending = contentType === "image/gif" ? "gif" : "png";
  const { isNew, ...icon } = await withYotoAccount(deps.tokens, accountId, (token) =>
    deps.cloud.uploadIcon(token, { bytes, contentType, filename: `icon.${ending}`, convert: false }),
  );
  const { title, tags = [] } = wanted;
  await deps.ownIcons.put({ mediaId: icon.mediaId, title, tags, addedAtMs: deps.clock.nowMs() });
  await deps.icons.remember(accountId, icon.mediaId, { bytes, contentType });
  return { ok: true, icon: { ...icon, title, tags }, isNew };
}
