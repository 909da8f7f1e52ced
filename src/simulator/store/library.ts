import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import { hex } from "./accounts.ts";

/** A card in a family's library. */
export type LibraryEntry = {
  readonly cardId: string;
  readonly reason: string;
  readonly shareType: string;
  readonly provenanceId: string;
  readonly inFamilyLibrary: boolean;
  readonly addedAt: string;
  readonly updatedAt: string;
  readonly createdAt: string;
  readonly lastPlayedAt?: string;
  readonly accessExpiresAt?: string;
  readonly accessExpiryReason?: string;
};

/** Cards a family put together under a name. */
export type Group = {
  readonly id: string;
  readonly name: string;
  readonly imageId: string;
  readonly items: readonly { readonly contentId: string; readonly addedAt: string }[];
  readonly createdAt: string;
  readonly lastModifiedAt: string;
};

/** A picture a family uploaded. `imageId` is the SHA-256 in hex. */
export type FamilyImage = {
  readonly imageId: string;
  readonly hash: string;
  readonly contentType: string;
  readonly lastModified: string;
  readonly size: number;
};

/** What a family shares: library, groups, pictures. */
export type FamilyShelf = {
  readonly library: Map<string, LibraryEntry>;
  readonly groups: Map<string, Group>;
  readonly images: Map<string, FamilyImage>;
};

/** The shelves by family. */
export type Families = {
  shelf(familyId: string): FamilyShelf;
  list(): readonly (readonly [familyId: string, shelf: FamilyShelf])[];
  /** A physical card of the shop was put into a player of the family once. */
  addToLibrary(familyId: string, cardId: string, over?: Partial<LibraryEntry>): LibraryEntry;
};

export function createFamilies({ clock, chance }: { clock: PretendClock; chance: PretendChance }): Families {
  const shelves = new Map<string, FamilyShelf>();
  const shelf = (familyId: string) => {
    const found = shelves.get(familyId) ?? { library: new Map(), groups: new Map(), images: new Map() };
    shelves.set(familyId, found);
    return found;
  };
  return {
    shelf,
    list: () => [...shelves],
    addToLibrary: (familyId, cardId, over = {}) => {
      const now = new Date(clock.nowMs()).toISOString();
      const entry: LibraryEntry = {
        cardId,
        reason: "physical-add",
        shareType: "yoto",
        provenanceId: hex(chance, 24),
        inFamilyLibrary: true,
        addedAt: now,
        updatedAt: now,
        createdAt: now,
        ...over,
      };
      shelf(familyId).library.set(cardId, entry);
      return entry;
    },
  };
}
