import { z } from "zod";
import { YotoCardId } from "../../domain/ids.ts";
import type { CardGroup, CardGroupWrite, YotoLibrary } from "../../ports/yoto-library.ts";
import { amount, answerListOf, flag, listOf, readText, seconds, text, told } from "../../yoto/lenient.ts";
import { type Calls, path } from "./call.ts";
import { nonsense } from "./trouble.ts";

const Part = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).optional().catch(undefined);

const LibraryBody = z.looseObject({
  cards: answerListOf(
    z.looseObject({
      cardId: z.string().min(1),
      reason: text,
      inFamilyLibrary: flag,
      addedAt: text,
      updatedAt: text,
      lastPlayedAt: text,
      accessExpiresAt: text,
      card: Part({
        title: text,
        metadata: Part({
          author: text,
          category: text,
          cover: Part({ imageL: text }),
          media: Part({ duration: seconds }),
        }),
      }),
    }),
  ),
});

const Group = z.looseObject({
  id: z.string().min(1),
  name: text,
  imageId: text,
  imageUrl: text,
  items: listOf(z.looseObject({ contentId: z.string().min(1), addedAt: text })),
  createdAt: text,
  lastModifiedAt: text,
});

const ImageList = z.looseObject({
  images: answerListOf(
    z.looseObject({ imageId: z.string().min(1), name: text, size: amount, lastModified: text }),
  ),
});
const UploadedImage = z.looseObject({ imageId: z.string().min(1), url: text });

/** The library part of Yoto's API: what the family owns, its groups and its images. */
export function libraryOver(calls: Calls): YotoLibrary {
  const view = "family:library:view";
  const manage = "family:library:manage";
  const groupsPath = "/card/family/library/groups";
  const imagesPath = "/media/family/images";
  return {
    familyLibrary: async (accessToken) => {
      const { cards } = await calls.body(
        { accessToken, method: "GET", path: "/card/family/library", needs: view },
        LibraryBody,
      );
      return cards.map(({ cardId, card, inFamilyLibrary, reason, ...times }) => ({
        yotoCardId: YotoCardId(cardId),
        title: card?.title ?? "Untitled",
        inFamilyLibrary: inFamilyLibrary ?? false,
        ...told({
          reason,
          author: card?.metadata?.author,
          category: card?.metadata?.category,
          coverUrl: card?.metadata?.cover?.imageL,
          seconds: card?.metadata?.media?.duration,
          addedAt: times.addedAt,
          updatedAt: times.updatedAt,
          lastPlayedAt: times.lastPlayedAt,
          accessExpiresAt: times.accessExpiresAt,
        }),
      }));
    },
    groups: async (accessToken) => {
      // The one list that comes without a wrapping.
      const list = await calls.body(
        { accessToken, method: "GET", path: groupsPath, needs: view },
        answerListOf(Group),
      );
      return list.map(groupOf);
    },
    group: async (accessToken, id) => {
      const call = { accessToken, method: "GET", path: groupsPath + path`/${id}`, needs: view } as const;
      const body = await calls.bodyIfThere(call, Group);
      return body && groupOf(body);
    },
    createGroup: async (accessToken, group) => {
      const json = groupJson(group);
      return groupOf(
        await calls.body({ accessToken, method: "POST", path: groupsPath, json, needs: manage }, Group),
      );
    },
    replaceGroup: async (accessToken, id, group) => {
      const call = {
        accessToken,
        method: "PUT",
        path: groupsPath + path`/${id}`,
        json: groupJson(group),
        needs: manage,
        repeat: "always",
      } as const;
      return groupOf(await calls.body(call, Group));
    },
    deleteGroup: (accessToken, id) =>
      calls.remove({ accessToken, path: groupsPath + path`/${id}`, needs: manage }),
    familyImages: async (accessToken) => {
      const { images } = await calls.body(
        { accessToken, method: "GET", path: imagesPath, needs: view },
        ImageList,
      );
      return images.map(({ imageId, name, size, lastModified }) => ({
        imageId,
        ...told({ name, bytes: size, changedAt: lastModified }),
      }));
    },
    familyImageUrl: async (accessToken, imageId, size = { width: 640, height: 480 }) => {
      const answer = await calls.answerIfThere({
        accessToken,
        method: "GET",
        path: imagesPath + path`/${imageId}`,
        query: { width: String(size.width), height: String(size.height) },
        needs: view,
        redirects: true,
      });
      if (answer === undefined) return undefined;
      const to = URL.parse(answer.headers.get("location") ?? "");
      if (to === null) throw nonsense(`an image without an address (HTTP ${answer.status})`);
      return to;
    },
    uploadFamilyImage: async (accessToken, image) => {
      // The same bytes twice are one image, so this may be repeated.
      const { imageId, url } = await calls.body(
        { accessToken, method: "POST", path: imagesPath, bytes: image, needs: manage, repeat: "always" },
        UploadedImage,
      );
      return { imageId, ...told({ url }) };
    },
    family: async (accessToken) => {
      const body = await calls.body(
        { accessToken, method: "GET", path: "/user/family", needs: "family:view" },
        z.record(z.string(), z.unknown()),
      );
      const family = inAnyCase(body, "family") ?? body;
      const id = readText(inAnyCase(family, "id") ?? inAnyCase(family, "familyId"));
      const members = inAnyCase(family, "members");
      return {
        ...told({ familyId: id }),
        members: (Array.isArray(members) ? members : []).map((member: unknown) =>
          told({
            email: readText(inAnyCase(member, "email")),
            name: readText(inAnyCase(member, "name") ?? inAnyCase(member, "firstName")),
          }),
        ),
      };
    },
  };
}

function groupOf({
  id,
  name,
  imageId,
  imageUrl,
  items,
  createdAt,
  lastModifiedAt,
}: z.output<typeof Group>): CardGroup {
  return {
    id,
    name: name ?? "",
    cards: items.map(({ contentId, addedAt }) => ({
      yotoCardId: YotoCardId(contentId),
      ...told({ addedAt }),
    })),
    ...told({ imageId, imageUrl, createdAt, changedAt: lastModifiedAt }),
  };
}

function groupJson({ name, imageId, cards }: CardGroupWrite) {
  return { name, imageId, items: cards.map((contentId) => ({ contentId })) };
}

/** This one answer writes its names with capitals, sometimes. */
function inAnyCase(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  const found = Object.entries(object).find(([each]) => each.toLowerCase() === name.toLowerCase());
  return found?.[1];
}
