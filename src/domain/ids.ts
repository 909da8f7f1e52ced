/** A kind of identifier: a string at run time, a type of its own for the compiler. */
type Id<Kind extends string> = string & { readonly __kind: Kind };

/** Yoto's `deviceId` of a player (24 characters, starts with `y2`). */
export type PlayerId = Id<"PlayerId">;
/** The `sub` claim of a linked Yoto account. */
export type YotoAccountId = Id<"YotoAccountId">;
/** Yoto's own id of a card (five alphanumerics); not ours, see {@link CardId}. */
export type YotoCardId = Id<"YotoCardId">;
/** A card as we keep it, published or not. */
export type CardId = Id<"CardId">;
/** A piece of audio in the library. */
export type AudioId = Id<"AudioId">;
/** Recordings that somebody put together. */
export type CollectionId = Id<"CollectionId">;
/** A book whose chapters can be read aloud. */
export type BookId = Id<"BookId">;
/** A podcast feed that the family has subscribed to. */
export type FeedId = Id<"FeedId">;
/** An episode within its feed. */
export type EpisodeId = Id<"EpisodeId">;
/** A story in which the child chooses the way. */
export type StoryId = Id<"StoryId">;
/** A stream: what the slots of a card play. */
export type StreamId = Id<"StreamId">;
/** The 128-bit part of a stream's URL that nobody can guess. */
export type StreamSecret = Id<"StreamSecret">;
/** A person who signs in here (lower case, never shown to Yoto). */
export type UserName = Id<"UserName">;
/** One piece of long work. */
export type JobId = Id<"JobId">;
/** One order to a player. */
export type CommandId = Id<"CommandId">;
/** One browser that is signed in. */
export type SessionId = Id<"SessionId">;
/** One program's key to our API. */
export type ApiTokenId = Id<"ApiTokenId">;

export const PlayerId = (value: string) => value as PlayerId;
export const YotoAccountId = (value: string) => value as YotoAccountId;
export const YotoCardId = (value: string) => value as YotoCardId;
export const CardId = (value: string) => value as CardId;
export const AudioId = (value: string) => value as AudioId;
export const CollectionId = (value: string) => value as CollectionId;
export const BookId = (value: string) => value as BookId;
export const FeedId = (value: string) => value as FeedId;
export const EpisodeId = (value: string) => value as EpisodeId;
export const StoryId = (value: string) => value as StoryId;
export const StreamId = (value: string) => value as StreamId;
export const StreamSecret = (value: string) => value as StreamSecret;
export const UserName = (value: string) => value as UserName;
export const JobId = (value: string) => value as JobId;
export const CommandId = (value: string) => value as CommandId;
export const SessionId = (value: string) => value as SessionId;
export const ApiTokenId = (value: string) => value as ApiTokenId;
