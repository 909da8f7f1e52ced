import type { OAuthClient } from "./auth/clients.ts";
import type { Grant } from "./auth/grants.ts";
import type { Cloud } from "./cloud.ts";
import type { Account } from "./store/accounts.ts";
import type { Card } from "./store/cards.ts";
import type { Device } from "./store/devices.ts";
import type { FamilyImage, Group, LibraryEntry } from "./store/library.ts";

/**
 * What of a pretend world outlives its process, as plain JSON: who lives there, their players with settings, cards and
 * audio, shelves, and the logins of apps. Access tokens, codes, uploads under way and the journal are gone.
 */
export type SavedWorld = {
  readonly version: 1;
  /** How often this world was started. */
  readonly runs: number;
  readonly accounts: readonly Account[];
  readonly clients: readonly OAuthClient[];
  readonly devices: readonly Device[];
  readonly cards: readonly Card[];
  readonly logins: readonly { readonly refreshToken: string; readonly grant: Grant }[];
  readonly shelves: readonly {
    readonly familyId: string;
    readonly library: readonly LibraryEntry[];
    readonly groups: readonly Group[];
    readonly images: readonly FamilyImage[];
  }[];
  readonly media: readonly {
    readonly id: string;
    readonly contentType: string;
    readonly seconds: number;
    readonly base64: string;
  }[];
};

type Kept = Pick<Cloud, "accounts" | "cards" | "clients" | "devices" | "families" | "grants" | "media">;

export function saveWorld(cloud: Kept, runs: number): SavedWorld {
  return {
    version: 1,
    runs,
    accounts: cloud.accounts.list(),
    clients: cloud.clients.list(),
    devices: cloud.devices.list().map((device) => ({ ...device })),
    cards: cloud.cards.list(),
    logins: cloud.grants.current(),
    shelves: cloud.families.list().map(([familyId, shelf]) => ({
      familyId,
      library: [...shelf.library.values()],
      groups: [...shelf.groups.values()],
      images: [...shelf.images.values()],
    })),
    media: cloud.media.list().map(([id, { bytes, contentType, seconds }]) => ({
      id,
      contentType,
      seconds,
      base64: Buffer.from(bytes).toString("base64"),
    })),
  };
}

/** Puts everything back into an empty world. */
export function restoreWorld(cloud: Kept, saved: SavedWorld): void {
  for (const account of saved.accounts) cloud.accounts.add(account);
  for (const client of saved.clients) cloud.clients.add(client);
  for (const device of saved.devices) cloud.devices.restore(device);
  for (const card of saved.cards) cloud.cards.restore(card);
  for (const login of saved.logins) cloud.grants.restore(login);
  for (const { familyId, library, groups, images } of saved.shelves) {
    const shelf = cloud.families.shelf(familyId);
    for (const entry of library) shelf.library.set(entry.cardId, entry);
    for (const group of groups) shelf.groups.set(group.id, group);
    for (const image of images) shelf.images.set(image.imageId, image);
  }
  for (const { id, base64, ...media } of saved.media)
    cloud.media.putAs(id, { ...media, bytes: Buffer.from(base64, "base64") });
}
