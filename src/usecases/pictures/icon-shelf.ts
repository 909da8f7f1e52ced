import type { YotoAccountId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Picture, Pictures } from "../../ports/pictures.ts";
import type { DisplayIcon, YotoMedia } from "../../ports/yoto-media.ts";
import type { OwnIcons } from "../../stores/own-icons.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";

/** The 16×16 icons a family can use: Yoto's public set and its own. Every method may throw `YotoTrouble` or `Unavailable`. */
export type IconShelf = {
  /** Those whose title or tags hold all of the words, in Yoto's order. */
  list(accountId: YotoAccountId, of: "yoto" | "me", words?: string): Promise<readonly DisplayIcon[]>;
  find(accountId: YotoAccountId, mediaId: string): Promise<DisplayIcon | undefined>;
  /** The picture itself, from Yoto or from memory. */
  picture(accountId: YotoAccountId, mediaId: string): Promise<Picture | undefined>;
  /** Call when an icon was uploaded: Yoto does not always answer with an address to fetch it from. */
  remember(accountId: YotoAccountId, mediaId: string, picture: Picture): Promise<void>;
};

type Deps = {
  readonly cloud: Pick<YotoMedia, "icons">;
  readonly tokens: TokenDeps;
  readonly pictures: Pictures;
  readonly ownIcons: OwnIcons;
  readonly clock: Clock;
};

const goodForMs = 60 * 60_000;
const picturesKept = 2_000;

/** A shelf with a memory: Yoto's set has many hundred icons and changes rarely. */
export function createIconShelf({ cloud, tokens, pictures: yoto, ownIcons, clock }: Deps): IconShelf {
  type Entry = { readonly icons: Promise<readonly DisplayIcon[]>; readonly untilMs: number };
  const lists = new Map<string, Entry>();
  const pictures = new Map<string, Picture>();

  const all = (accountId: YotoAccountId, of: "yoto" | "me") => {
    const key = `${of}/${accountId}`;
    const before = lists.get(key);
    if (before !== undefined && clock.nowMs() < before.untilMs) return before.icons;
    const icons = withYotoAccount(tokens, accountId, (token) => cloud.icons(token, of)).then((found) =>
      of === "me" ? named(found) : found,
    );
    lists.set(key, { icons, untilMs: clock.nowMs() + goodForMs });
    icons.catch(() => lists.delete(key));
    return icons;
  };
  /** Yoto keeps no names of a family's own icons; we do. The newest come first. */
  const named = async (icons: readonly DisplayIcon[]) => {
    const names = new Map((await ownIcons.list()).map((own, place) => [own.mediaId, { ...own, place }]));
    const placeOf = ({ mediaId }: DisplayIcon) => names.get(mediaId)?.place ?? -1;
    return icons
      .map((icon) => {
        const own = names.get(icon.mediaId);
        return own === undefined ? icon : { ...icon, title: own.title, tags: own.tags };
      })
      .toSorted((left, right) => placeOf(right) - placeOf(left));
  };
  const keep = (mediaId: string, picture: Picture) => {
    const oldest = pictures.keys().next().value;
    if (pictures.size >= picturesKept && oldest !== undefined) pictures.delete(oldest);
    pictures.set(mediaId, picture);
  };
  const find: IconShelf["find"] = async (accountId, mediaId) => {
    for (const whose of ["yoto", "me"] as const) {
      const found = (await all(accountId, whose)).find((each) => each.mediaId === mediaId);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    async list(accountId, of, words = "") {
      const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
      const icons = await all(accountId, of);
      if (wanted.length === 0) return icons;
      return icons.filter(({ title = "", tags }) => {
        const text = [title, ...tags].join(" ").toLowerCase();
        return wanted.every((word) => text.includes(word));
      });
    },
    find,
    async picture(accountId, mediaId) {
      const kept = pictures.get(mediaId);
      if (kept !== undefined) return kept;
      const url = (await find(accountId, mediaId))?.url;
      if (url === undefined || !URL.canParse(url)) return undefined;
      const picture = await yoto.fetch(new URL(url));
      if (picture === undefined) return undefined;
      keep(mediaId, picture);
      return picture;
    },
    async remember(accountId, mediaId, picture) {
      lists.delete(`me/${accountId}`);
      keep(mediaId, picture);
    },
  };
}
