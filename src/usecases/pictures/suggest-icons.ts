import type { YotoAccountId } from "../../domain/ids.ts";
import { matchIcons } from "../../domain/pictures/match-icons.ts";
import type { DisplayIcon } from "../../ports/yoto-media.ts";
import type { IconShelf } from "./icon-shelf.ts";

/** Icons that fit a title, the best first; none where nothing fits. `because` is the title's word that fitted. */
export type IconSuggestion = {
  readonly title: string;
  readonly because?: string;
  readonly icons: readonly DisplayIcon[];
};

/** Finds an icon for each title among the family's own and Yoto's. Throws `YotoTrouble`. */
export async function suggestIcons(
  { icons }: { readonly icons: Pick<IconShelf, "list"> },
  accountId: YotoAccountId,
  titles: readonly string[],
): Promise<readonly IconSuggestion[]> {
  // The family's own stand first: of equals the first is taken.
  const all = [...(await icons.list(accountId, "me")), ...(await icons.list(accountId, "yoto"))];
  const byId = new Map(all.map((icon) => [icon.mediaId, icon]));
  const matches = matchIcons(
    all.map(({ mediaId, ...words }) => ({ id: mediaId, ...words })),
    titles,
  );
  return titles.map((title, at) => {
    const found = matches[at] ?? [];
    const because = found[0]?.because;
    return {
      title,
      ...(because !== undefined && { because }),
      icons: found.flatMap(({ id }) => byId.get(id) ?? []),
    };
  });
}
