import type { YotoCardId } from "../domain/ids.ts";

/** A card in the family's library, bought or made. Times are ISO 8601 as Yoto wrote them. */
export type LibraryCard = {
  readonly yotoCardId: YotoCardId;
  readonly title: string;
  readonly author?: string;
  readonly category?: string;
  readonly coverUrl?: string;
  readonly seconds?: number;
  /** How it came: `physical-add` and others. */
  readonly reason?: string;
  /** `false` for playlists the family made. */
  readonly inFamilyLibrary: boolean;
  readonly addedAt?: string;
  readonly updatedAt?: string;
  readonly lastPlayedAt?: string;
  readonly accessExpiresAt?: string;
};

/** A named group of cards, at most twenty in a family. */
export type CardGroup = {
  readonly id: string;
  readonly name: string;
  readonly imageId?: string;
  readonly imageUrl?: string;
  readonly cards: readonly { readonly yotoCardId: YotoCardId; readonly addedAt?: string }[];
  readonly createdAt?: string;
  readonly changedAt?: string;
};

/** A group as one writes it; the list of cards replaces the old one, and unknown cards are dropped by Yoto. */
export type CardGroupWrite = {
  /** 1–100 characters. */
  readonly name: string;
  /** A family image, or one of Yoto's own such as `fp-cards`. */
  readonly imageId: string;
  readonly cards: readonly YotoCardId[];
};

/** An image the family uploaded. */
export type FamilyImage = {
  readonly imageId: string;
  readonly name?: string;
  readonly bytes?: number;
  readonly changedAt?: string;
};

/** Whose account it is. */
export type YotoFamily = {
  readonly familyId?: string;
  readonly members: readonly { readonly email?: string; readonly name?: string }[];
};

/**
 * What a family owns and how it is sorted. Every method may throw `YotoTrouble`.
 * @see https://yoto.dev/api/ "Family library", "Groups", "Family images"
 */
export type YotoLibrary = {
  /** `GET /card/family/library`, scope `family:library:view`. */
  familyLibrary(accessToken: string): Promise<readonly LibraryCard[]>;
  /** `GET /card/family/library/groups`, scope `family:library:view`. */
  groups(accessToken: string): Promise<readonly CardGroup[]>;
  /** `GET …/groups/{id}`, scope `family:library:view`. */
  group(accessToken: string, groupId: string): Promise<CardGroup | undefined>;
  /** `POST …/groups`, scope `family:library:manage`. Not repeated once it may have arrived (`answerLost`). */
  createGroup(accessToken: string, group: CardGroupWrite): Promise<CardGroup>;
  /** `PUT …/groups/{id}`, scope `family:library:manage`. */
  replaceGroup(accessToken: string, groupId: string, group: CardGroupWrite): Promise<CardGroup>;
  /** `DELETE …/groups/{id}`, scope `family:library:manage`. For good. */
  deleteGroup(accessToken: string, groupId: string): Promise<void>;
  /** `GET /media/family/images`, scope `family:library:view`. */
  familyImages(accessToken: string): Promise<readonly FamilyImage[]>;
  /** `GET /media/family/images/{id}`, scope `family:library:view`: a URL that lives about seven days. */
  familyImageUrl(
    accessToken: string,
    imageId: string,
    size?: { readonly width: number; readonly height: number },
  ): Promise<URL | undefined>;
  /** `POST /media/family/images`, scope `family:library:manage`: JPEG, GIF or PNG up to 8 MB; the same bytes twice are one. */
  uploadFamilyImage(
    accessToken: string,
    image: { readonly bytes: Uint8Array; readonly contentType: string },
  ): Promise<{ readonly imageId: string; readonly url?: string }>;
  /** `GET /user/family`, scope `family:view`. */
  family(accessToken: string): Promise<YotoFamily>;
};
