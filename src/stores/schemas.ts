import { z } from "zod";
import {
  ApiTokenId,
  AudioId,
  BookId,
  CardId,
  CollectionId,
  CommandId,
  EpisodeId,
  FeedId,
  JobId,
  PlayerId,
  SessionId,
  StoryId,
  StreamId,
  StreamSecret,
  UserName,
  YotoAccountId,
  YotoCardId,
} from "../domain/ids.ts";
import type { JsonObject } from "../domain/json.ts";

/** Identifiers as they stand in stored JSON. */
export const ids = {
  apiToken: z.string().transform(ApiTokenId),
  audio: z.string().transform(AudioId),
  book: z.string().transform(BookId),
  card: z.string().transform(CardId),
  collection: z.string().transform(CollectionId),
  command: z.string().transform(CommandId),
  episode: z.string().transform(EpisodeId),
  feed: z.string().transform(FeedId),
  job: z.string().transform(JobId),
  player: z.string().transform(PlayerId),
  session: z.string().transform(SessionId),
  story: z.string().transform(StoryId),
  stream: z.string().transform(StreamId),
  streamSecret: z.string().transform(StreamSecret),
  user: z.string().transform(UserName),
  yotoAccount: z.string().transform(YotoAccountId),
  yotoCard: z.string().transform(YotoCardId),
};

/** Any JSON object. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
