import { z } from "zod";
import { YotoCardId } from "../../domain/ids.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import { buildCardJson } from "../../yoto/card-json.ts";
import { answerListOf, flag, seconds, text, told } from "../../yoto/lenient.ts";
import { normaliseCardJson } from "../../yoto/normalise-card-json.ts";
import { type Calls, path } from "./call.ts";

const JsonFields = z.record(z.string(), z.json());
const CardBody = z.looseObject({ card: JsonFields });
const OwnedBody = z.looseObject({ card: JsonFields, ownership: JsonFields.catch({}) });
const MediaBody = z.looseObject({ media: z.looseObject({ url: z.url() }) });
const WrittenBody = z.looseObject({ card: z.looseObject({ cardId: z.string().min(1) }).catchall(z.json()) });

const Part = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).optional().catch(undefined);
const Metadata = Part({ cover: Part({ imageL: text }), media: Part({ duration: seconds }) });
const CardList = z.looseObject({
  cards: answerListOf(
    z.looseObject({
      cardId: z.string().min(1),
      title: text,
      createdAt: text,
      updatedAt: text,
      deleted: flag,
      metadata: Metadata,
    }),
  ),
});

/** The make-your-own part of Yoto's API. */
export function contentOver(calls: Calls): YotoContent {
  const view = "user:content:view";
  const manage = "user:content:manage";
  const library = "family:library:view";
  return {
    cards: async (accessToken) => {
      const { cards } = await calls.body(
        { accessToken, method: "GET", path: "/content/mine", needs: view },
        CardList,
      );
      return cards.map(({ cardId, title, createdAt, updatedAt, deleted, metadata }) => ({
        yotoCardId: YotoCardId(cardId),
        title: title ?? "Untitled",
        deleted: deleted ?? false,
        ...told({
          createdAt,
          updatedAt,
          coverUrl: metadata?.cover?.imageL,
          seconds: metadata?.media?.duration,
        }),
      }));
    },
    card: async (accessToken, id) => {
      const body = await calls.bodyIfThere(
        { accessToken, method: "GET", path: path`/content/${id}`, needs: view },
        CardBody,
      );
      return body && normaliseCardJson(body.card);
    },
    ownedCard: async (accessToken, id) => {
      const body = await calls.bodyIfThere(
        { accessToken, method: "GET", path: path`/card/${id}`, needs: library },
        OwnedBody,
      );
      return body && { card: normaliseCardJson(body.card), ownership: body.ownership };
    },
    mediaUrl: async (accessToken, id, mediaId) => {
      const body = await calls.bodyIfThere(
        { accessToken, method: "GET", path: path`/card/${id}/media/${mediaId}`, needs: library },
        MediaBody,
      );
      return body && new URL(body.media.url);
    },
    writeCard: async (accessToken, card) => {
      const call = {
        accessToken,
        method: "POST",
        path: "/content",
        json: normaliseCardJson(card),
        needs: manage,
      } as const;
      const { card: written } = await calls.body(call, WrittenBody);
      return { yotoCardId: YotoCardId(written.cardId), card: normaliseCardJson(written) };
    },
    deleteCard: (accessToken, id) => calls.remove({ accessToken, path: path`/content/${id}`, needs: manage }),
    composeCard: async (...given) => buildCardJson(...given),
  };
}
